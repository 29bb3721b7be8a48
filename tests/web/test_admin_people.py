"""The page of who may sign in, and the links it makes."""

import logging
import re

import pytest
from sqlalchemy import select

from casework.accounts import operations
from casework.accounts.models import Account, Invitation, Role, SignIn
from casework.accounts.operations import start_sign_in
from casework.clock import now
from tests.pages import Pages

PASSWORD, ANOTHER = "tangent-otter-mild-59", "sixteen-plain-kettles"


@pytest.fixture
def admin(app, db):
    return Pages(app, db).as_staff(Role.ADMINISTRATOR)


@pytest.fixture
def sam(db):
    account = operations.create_account(
        db, username="sam", name="Sam Brook", password=PASSWORD, roles=[Role.OBSERVER], at=now()
    )
    db.commit()
    return account


def link_on(page):
    return re.search(r"http://localhost(/invitation/[\w-]+)", page.html)[1]


def invited(admin, name="Nia Rowe", roles=("note-taker",)):
    return admin.open("/admin/people").submit("Make an invitation", name=name, roles=list(roles))


def of(db, account):
    db.expire_all()
    return db.get(Account, account.id)


# --- invitations ---------------------------------------------------------------------------------


def test_from_an_invitation_to_signed_in(admin, pages):
    page = invited(admin)
    assert page.h1 == "A link for Nia Rowe"
    page = pages.open(link_on(page))
    assert page.says("has invited you, Nia Rowe, to the lab of Wexmoor County Council as note-taker")
    page = page.submit("Go on", username="nia", password=PASSWORD)
    assert page.says("Your account is made")
    assert page.submit("Sign in", username="nia", password=PASSWORD).path == "/studies"
    assert admin.open("/admin/people").says("Nia Rowe")


def test_the_link_is_shown_once_and_its_secret_leaves_the_address(admin, pages):
    link = link_on(invited(admin))
    assert link not in admin.open("/admin/people").html
    assert pages.open(link).path == "/invitation"


def test_a_used_link_an_ended_one_and_a_wrong_one_each_say_so(admin, pages, db):
    used = link_on(invited(admin))
    pages.open(used).submit("Go on", username="nia", password=PASSWORD)
    assert pages.another().open(used).says("It was used already")
    ended = link_on(invited(admin, name="Ben Oake"))
    admin.open("/admin/people").submit("End the link for Ben Oake")
    assert pages.open(ended).says("has ended it")
    late = link_on(invited(admin, name="Cass Hale"))
    db.scalars(select(Invitation).where(Invitation.name == "Cass Hale")).one().expires_at = now()
    assert pages.open(late).says("seven days, which are over")
    assert pages.open("/invitation/nothing").status == 404


def test_a_refused_username_stays_typed_and_the_link_stays_good(admin, pages, sam):
    page = pages.open(link_on(invited(admin))).submit("Go on", username="sam", password=PASSWORD)
    assert page.error_beside("username") == "Username must be one that nobody else has"
    assert page.value("username") == "sam"
    assert page.submit("Go on", username="nia", password="short").error_beside("password")
    assert page.submit("Go on", username="nia", password=PASSWORD).h1 == "Sign in"


def test_an_invitation_needs_a_name_and_a_role_and_keeps_what_was_typed(admin):
    page = invited(admin, name="", roles=["observer"])
    assert page.error_beside("name") == "Enter the name of the person you invite"
    page = invited(admin, roles=[])
    assert page.error_beside("roles") == "Select at least one role"
    assert page.value("name") == "Nia Rowe"


def test_nobody_can_give_herself_a_role_with_a_link(admin, pages, db):
    page = pages.open(link_on(invited(admin)))
    sent = {"username": "nia", "password": PASSWORD, "roles": "administrator", "csrf_token": page.value("csrf_token")}
    pages.post("/invitation", sent)
    assert db.scalars(select(Account).where(Account.username == "nia")).one().roles == ["note-taker"]


# --- one person ----------------------------------------------------------------------------------


def test_a_password_link_gives_another_password(admin, pages, sam):
    page = admin.open(f"/admin/people/{sam.id}").submit("Make a password link")
    page = pages.open(link_on(page))
    assert page.says("whose username is sam")
    page.submit("Go on", password=ANOTHER)
    assert pages.open("/sign-in").submit("Sign in", username="sam", password=ANOTHER).path == "/studies"


def test_signing_somebody_out_takes_effect_at_once(admin, pages, db, sam):
    token = start_sign_in(db, sam, now())
    db.commit()
    with pages.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert pages.open("/studies").h1 == "Studies"
    admin.open(f"/admin/people/{sam.id}").submit("Sign out everywhere")
    assert pages.open("/studies").h1 == "Sign in"


def test_who_is_stopped_is_out_and_can_be_let_in_again(admin, pages, db, sam):
    page = admin.open(f"/admin/people/{sam.id}").submit("Stop from signing in")
    assert page.says("Sam Brook can no longer sign in")
    refused = pages.open("/sign-in").submit("Sign in", username="sam", password=PASSWORD)
    assert refused.error_beside("password")
    page.submit("Let them sign in again")
    assert pages.open("/sign-in").submit("Sign in", username="sam", password=PASSWORD).path == "/studies"


def test_roles_are_changed_and_count_at_once(admin, db, sam):
    page = admin.open(f"/admin/people/{sam.id}").submit("Change roles", roles=["designer", "expert"])
    assert page.says("Roles are changed")
    assert of(db, sam).roles == ["designer", "expert"]


def test_the_last_administrator_cannot_be_taken_away(admin, db):
    her = db.scalars(select(Account)).one()
    page = admin.open(f"/admin/people/{her.id}").submit("Change roles", roles=["observer"])
    assert page.error_beside("roles") == "There must be one administrator left"
    page = admin.open(f"/admin/people/{her.id}").submit("Stop from signing in")
    assert page.errors == ["There must be one administrator left"]
    assert of(db, her).disabled_at is None


def test_a_lost_second_factor_is_taken_away(admin, db, sam):
    sam.totp_secret, sam.totp_since = "A" * 32, now()
    db.commit()
    admin.open(f"/admin/people/{sam.id}").submit("Take the second factor away")
    assert of(db, sam).totp_since is None


# --- one's own -----------------------------------------------------------------------------------


def test_everybody_sees_and_ends_their_own_devices_only(pages, db, sam):
    pages.open("/sign-in").submit("Sign in", username="sam", password=PASSWORD)
    other = pages.another()
    other.open("/sign-in").submit("Sign in", username="sam", password=PASSWORD)
    page = pages.open("/account")
    assert page.says("Where you are signed in (2)")
    page = page.submit("Sign out everywhere else")
    assert page.says("Signed out on 1 other device")
    assert other.open("/studies").h1 == "Sign in"


def test_nobody_ends_anothers_device(pages, db, sam):
    token = start_sign_in(db, sam, now())
    db.commit()
    theirs = db.scalars(select(SignIn)).one().token_hash
    pages.as_staff(Role.RESEARCHER)
    assert pages.post("/account/devices/end", {"which": theirs, "csrf_token": pages.csrf_token()}).status == 404
    assert db.get(SignIn, theirs).ended_at is None
    assert token


def test_the_log_says_who_did_what_and_holds_no_secret(admin, pages, sam, caplog):
    with caplog.at_level(logging.INFO):
        link = link_on(invited(admin))
        pages.open(link).submit("Go on", username="nia", password=PASSWORD)
        pages.open("/sign-in").submit("Sign in", username="nia", password="wrong-" + PASSWORD)
        admin.open(f"/admin/people/{sam.id}").submit("Change roles", roles=["expert"])
    for said in ("made an invitation", "was made by an invitation", "sign-in refused", "roles changed to expert"):
        assert said in caplog.text
    for secret in (link.rpartition("/")[2], PASSWORD, "nia"):
        assert secret not in caplog.text


# --- from the command line -----------------------------------------------------------------------


def test_who_is_locked_out_is_let_in_from_the_command_line(app, pages, db, sam):
    sam.totp_secret, sam.totp_since, sam.disabled_at = "A" * 32, now(), now()
    db.commit()
    done = app.test_cli_runner().invoke(args=["accounts", "let-in", "SAM"])
    assert done.exit_code == 0
    pages.open(re.search(r"/invitation/[\w-]+", done.output)[0]).submit("Go on", password=ANOTHER)
    assert pages.open("/sign-in").submit("Sign in", username="sam", password=ANOTHER).path == "/studies"


def test_nobody_is_let_in_who_has_no_account(app):
    done = app.test_cli_runner().invoke(args=["accounts", "let-in", "stranger"])
    assert done.exit_code == 2
    assert "nobody has the username stranger" in done.stderr
