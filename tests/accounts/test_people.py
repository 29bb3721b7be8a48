"""Inviting people, their roles, and ending what they have open."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.accounts import operations, people, queries
from casework.accounts.models import Invitation, Role
from casework.accounts.people import LinkState
from casework.errors import DomainError, NotFound
from tests.ready import on_both_databases

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD, ANOTHER = "tangent-otter-mild-59", "sixteen-plain-kettles"


def days(number):
    return AT + timedelta(days=number)


def account(db, username="ruth", *roles):
    given = roles or (Role.RESEARCHER,)
    return operations.create_account(
        db, username=username, name=username.title(), password=PASSWORD, roles=given, at=AT
    )


def link(db, *roles, name="Sam Brook"):
    return people.invite(db, name=name, roles=roles or (Role.NOTE_TAKER,), by="Ruth", at=AT)


# --- invitations ---------------------------------------------------------------------------------


@on_both_databases
def test_who_is_invited_chooses_a_username_and_password_and_gets_the_roles(db):
    _, token = link(db, Role.OBSERVER, Role.NOTE_TAKER)
    made = people.accept(
        db, people.find_invitation(db, token, lock=True), username="sam", password=PASSWORD, at=days(6)
    )
    assert (made.name, made.roles) == ("Sam Brook", ["note-taker", "observer"])
    assert operations.check_password(db, "sam", PASSWORD) is made


def test_the_token_of_a_link_is_not_stored(db):
    invitation, token = link(db)
    assert token not in (invitation.id, invitation.token_hash)
    assert people.find_invitation(db, invitation.token_hash) is None


def test_a_link_is_good_once(db):
    invitation, _ = link(db)
    people.accept(db, invitation, username="sam", password=PASSWORD, at=AT)
    assert people.state_of(invitation, AT) is LinkState.USED
    with pytest.raises(DomainError, match="can no longer be used"):
        people.accept(db, invitation, username="thief", password=PASSWORD, at=AT)


def test_a_link_is_good_for_seven_days(db):
    invitation, _ = link(db)
    assert people.state_of(invitation, days(6.99)) is LinkState.OPEN
    assert people.state_of(invitation, days(7)) is LinkState.EXPIRED
    with pytest.raises(DomainError):
        people.accept(db, invitation, username="sam", password=PASSWORD, at=days(7))


def test_a_link_that_was_ended_leads_nowhere(db):
    invitation, _ = link(db)
    people.end_invitation(db, invitation.id, AT)
    assert people.state_of(invitation, AT) is LinkState.ENDED
    assert people.invitations(db, AT) == []


def test_a_refused_username_leaves_the_link_open(db):
    account(db, "sam")
    invitation, _ = link(db)
    with pytest.raises(DomainError) as refused:
        people.accept(db, invitation, username="Sam", password=PASSWORD, at=AT)
    assert refused.value.field == "username"
    assert people.state_of(invitation, AT) is LinkState.OPEN


@pytest.mark.parametrize(
    ("name", "roles", "field"),
    [(" ", [Role.OBSERVER], "name"), ("Sam", [], "roles"), ("S" * 121, [Role.OBSERVER], "name")],
)
def test_an_invitation_needs_a_name_and_a_role(db, name, roles, field):
    with pytest.raises(DomainError) as refused:
        people.invite(db, name=name, roles=roles, by="Ruth", at=AT)
    assert refused.value.field == field


def test_open_links_are_listed_newest_first_and_used_ones_are_not(db):
    first, _ = link(db, name="First")
    used, _ = link(db, name="Used")
    people.accept(db, used, username="used", password=PASSWORD, at=AT)
    later, _ = people.invite(db, name="Later", roles=[Role.EXPERT], by="Ruth", at=days(1))
    assert people.invitations(db, days(2)) == [later, first]


# --- a new password ------------------------------------------------------------------------------


def test_a_password_link_changes_the_password_and_ends_what_was_open(db):
    ruth = account(db)
    here = operations.start_sign_in(db, ruth, AT)
    invitation, _ = people.make_password_link(db, ruth, by="Ada", at=AT)
    people.choose_password(db, invitation, ANOTHER, AT)
    assert queries.find_sign_in(db, here, AT) is None
    assert operations.check_password(db, "ruth", ANOTHER) is ruth
    with pytest.raises(DomainError):
        people.choose_password(db, invitation, PASSWORD, AT)


def test_a_weak_password_is_refused_there_too(db):
    invitation, _ = people.make_password_link(db, account(db), by="Ada", at=AT)
    with pytest.raises(DomainError) as refused:
        people.choose_password(db, invitation, "short", AT)
    assert refused.value.field == "password"


def test_only_the_newest_password_link_of_an_account_is_good(db):
    ruth = account(db)
    people.make_password_link(db, ruth, by="Ada", at=AT)
    people.make_password_link(db, ruth, by="Ada", at=days(1))
    assert [people.state_of(each, days(1)) for each in db.scalars(select(Invitation).order_by(Invitation.made_at))] == [
        LinkState.ENDED,
        LinkState.OPEN,
    ]


# --- roles and ending ----------------------------------------------------------------------------


def test_roles_are_kept_in_one_order_and_there_is_always_one(db):
    ruth = account(db)
    people.change_roles(db, ruth, [Role.OBSERVER, Role.DESIGNER, Role.OBSERVER])
    assert ruth.roles == ["designer", "observer"]
    with pytest.raises(DomainError, match="Select at least one role"):
        people.change_roles(db, ruth, [])


@on_both_databases
def test_the_last_administrator_stays_one(db):
    ada, eve = account(db, "ada", Role.ADMINISTRATOR), account(db, "eve", Role.ADMINISTRATOR)
    people.disable(db, eve, AT)
    for refuse in (lambda: people.disable(db, ada, AT), lambda: people.change_roles(db, ada, [Role.RESEARCHER])):
        with pytest.raises(DomainError, match="one administrator left"):
            refuse()
    people.enable(db, eve)
    people.change_roles(db, ada, [Role.RESEARCHER])


def test_who_may_sign_in_again_does_not_go_on_where_she_was(db):
    ruth = account(db)
    here = operations.start_sign_in(db, ruth, AT)
    people.disable(db, ruth, AT)
    people.enable(db, ruth)
    assert queries.find_sign_in(db, here, AT) is None


def test_one_device_can_be_ended_and_only_by_whose_it_is(db):
    ruth, sam = account(db), account(db, "sam")
    here, there = operations.start_sign_in(db, ruth, AT), operations.start_sign_in(db, ruth, AT)
    with pytest.raises(NotFound):
        people.end_one(db, sam, queries.hash_of(here), AT)
    people.end_one(db, ruth, queries.hash_of(there), AT)
    assert [each.token_hash for each in people.sign_ins(db, ruth, AT)] == [queries.hash_of(here)]


def test_ending_all_but_this_one_says_how_many(db):
    ruth = account(db)
    here, _, _ = (operations.start_sign_in(db, ruth, AT) for _ in range(3))
    assert people.end_sign_ins(db, ruth, AT, keep=here) == 2
    assert queries.find_sign_in(db, here, AT) is not None


@on_both_databases
def test_everybody_is_listed_with_their_devices_and_those_who_left_last(db):
    for username in ("zoe", "ada", "bea"):
        operations.start_sign_in(db, account(db, username), AT)
    bea = queries.find_account(db, "bea")
    operations.start_sign_in(db, bea, days(0.1))
    people.disable(db, queries.find_account(db, "ada"), days(0.1))
    lines = people.accounts(db, days(0.2))
    assert [(each.account.username, each.devices) for each in lines] == [("bea", 2), ("zoe", 1), ("ada", 0)]
    assert lines[0].last_seen_at == days(0.1)


def test_a_device_left_over_night_is_not_counted(db):
    operations.start_sign_in(db, account(db), AT)
    (line,) = people.accounts(db, days(1))
    assert (line.devices, line.last_seen_at) == (0, AT)
