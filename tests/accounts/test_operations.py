"""Accounts, signing in and out, and how guessing is slowed down."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.accounts import operations, people, queries
from casework.accounts.models import Account, Attempt, Role, SignIn
from casework.errors import DomainError
from tests.ready import on_both_databases

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "tangent-otter-mild-59"


def minutes(number: float) -> datetime:
    return AT + timedelta(minutes=number)


@pytest.fixture
def ruth(db):
    return operations.create_account(
        db, username="Ruth", name="Ruth Adeyemi", password=PASSWORD, roles=[Role.RESEARCHER], at=AT
    )


# --- accounts ------------------------------------------------------------------------------------


def test_the_first_account_can_do_everything_and_has_a_password_nobody_else_has(db):
    username, password = operations.create_first_account(db, AT)
    account = operations.check_password(db, username, password)
    assert account.roles == ["administrator", "researcher", "designer"]
    assert len({operations.generate_password() for _ in range(100)}) == 100


def test_there_is_only_one_first_account(db):
    operations.create_first_account(db, AT)
    assert operations.create_first_account(db, AT) is None
    assert len(db.scalars(select(Account)).all()) == 1


def test_a_generated_password_is_strong_enough_and_has_nothing_to_mistake(db):
    password = operations.generate_password()
    operations.check_strength(password, "admin", field="password")
    assert not set(password) & set("0O1lIi")


def test_a_password_is_kept_only_as_argon2(db, ruth):
    assert ruth.password_hash.startswith("$argon2id$")
    assert PASSWORD not in ruth.password_hash


def test_a_username_is_anybodys_only_once_however_it_is_written(db, ruth):
    with pytest.raises(DomainError) as refused:
        operations.create_account(db, username=" RUTH ", name="Other", password=PASSWORD, roles=[], at=AT)
    assert refused.value.field == "username"


@pytest.mark.parametrize("weak", ["short-one-1", "aaaaaaaaaaaaaaaa", "PasswordPassword", "ruthruthruth"])
def test_weak_passwords_are_refused(db, weak):
    with pytest.raises(DomainError) as refused:
        operations.create_account(db, username="ruth", name="Ruth", password=weak, roles=[], at=AT)
    assert refused.value.field == "password"


def test_a_password_may_be_long_and_of_any_characters(db):
    password = "Grüße an die Ölmühle! " * 5
    operations.create_account(db, username="ruth", name="Ruth", password=password, roles=[], at=AT)
    assert operations.check_password(db, "ruth", password).name == "Ruth"


# --- signing in and out --------------------------------------------------------------------------


@on_both_databases
def test_a_sign_in_is_found_by_its_token_which_is_not_stored(db, ruth):
    token = operations.start_sign_in(db, ruth, AT)
    assert queries.find_sign_in(db, token, AT).account is ruth
    assert token not in [row.token_hash for row in db.scalars(select(SignIn))]


@pytest.mark.parametrize(
    ("username", "password"), [("ruth", "wrong-password-1"), ("nobody", PASSWORD), ("ruth", "x" * 999)]
)
def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(db, ruth, username, password):
    with pytest.raises(DomainError, match="Username or password is not right"):
        operations.check_password(db, username, password)


def test_a_disabled_account_can_neither_sign_in_nor_go_on(db, ruth):
    token = operations.start_sign_in(db, ruth, AT)
    people.disable(db, ruth, minutes(1))
    assert queries.find_sign_in(db, token, minutes(1)) is None
    with pytest.raises(DomainError):
        operations.check_password(db, "ruth", PASSWORD)


def test_a_token_is_dead_after_signing_out(db, ruth):
    token = operations.start_sign_in(db, ruth, AT)
    operations.end_sign_in(db, token, minutes(1))
    assert queries.find_sign_in(db, token, minutes(1)) is None


def test_a_sign_in_that_was_left_for_eight_hours_has_ended(db, ruth):
    token = operations.start_sign_in(db, ruth, AT)
    assert queries.find_sign_in(db, token, minutes(8 * 60)) is not None
    assert queries.find_sign_in(db, token, minutes(8 * 60 + 1)) is None


@on_both_databases
def test_a_sign_in_ends_after_sixteen_hours_however_busy(db, ruth):
    token = operations.start_sign_in(db, ruth, AT)
    for hour in range(1, 16):
        operations.keep_sign_in_alive(db, token, minutes(60 * hour))
    assert queries.find_sign_in(db, token, minutes(16 * 60)) is not None
    assert queries.find_sign_in(db, token, minutes(16 * 60 + 1)) is None


@on_both_databases
def test_changing_the_password_signs_out_everywhere_else(db, ruth):
    here, elsewhere = operations.start_sign_in(db, ruth, AT), operations.start_sign_in(db, ruth, AT)
    operations.change_password(db, ruth, current=PASSWORD, new="sixteen-plain-kettles", keep=here, at=minutes(1))
    assert queries.find_sign_in(db, here, minutes(1)) is not None
    assert queries.find_sign_in(db, elsewhere, minutes(1)) is None
    assert operations.check_password(db, "ruth", "sixteen-plain-kettles") is ruth


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("not-the-current-one", "sixteen-plain-kettles", "current_password"),
        (PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, "short", "new_password"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_new_one(db, ruth, current, new, field):
    with pytest.raises(DomainError) as refused:
        operations.change_password(db, ruth, current=current, new=new, keep="-", at=AT)
    assert refused.value.field == field


# --- slowing down --------------------------------------------------------------------------------


def fail(db, patience, who, times, at=AT):
    for _ in range(times):
        operations.record_failure(db, patience, who, at)


def test_the_first_mistakes_cost_no_time(db):
    fail(db, operations.PASSWORD, "her", operations.PASSWORD.free - 1)
    assert operations.seconds_to_wait(db, operations.PASSWORD, "her", AT) == 0


@on_both_databases
def test_each_further_mistake_doubles_the_wait_up_to_a_limit(db):
    waits = []
    fail(db, operations.PASSWORD, "her", operations.PASSWORD.free - 1)
    for _ in range(12):
        fail(db, operations.PASSWORD, "her", 1)
        waits.append(operations.seconds_to_wait(db, operations.PASSWORD, "her", AT))
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-1] == 300


def test_a_wait_passes(db):
    fail(db, operations.PASSWORD, "her", operations.PASSWORD.free + 3)
    assert operations.seconds_to_wait(db, operations.PASSWORD, "her", AT + timedelta(seconds=7)) == 1
    assert operations.seconds_to_wait(db, operations.PASSWORD, "her", AT + timedelta(seconds=8)) == 0


def test_one_persons_mistakes_cost_nobody_else_time(db):
    fail(db, operations.PASSWORD, "her", 10)
    assert operations.seconds_to_wait(db, operations.PASSWORD, "him", AT) == 0


def test_a_success_forgets_the_mistakes(db):
    fail(db, operations.PASSWORD, "her", 10)
    operations.forget_failures(db, operations.PASSWORD, "her")
    assert operations.seconds_to_wait(db, operations.PASSWORD, "her", AT) == 0


def test_thirty_people_behind_one_address_may_mistype_their_codes(db):
    fail(db, operations.CODE, "10.0.0.1", 30 + 29)
    assert operations.seconds_to_wait(db, operations.CODE, "10.0.0.1", AT) == 0


def test_guessing_codes_is_slowed_to_two_a_minute(db):
    fail(db, operations.CODE, "10.0.0.1", 2_000)
    assert operations.seconds_to_wait(db, operations.CODE, "10.0.0.1", AT) == 30


@on_both_databases
def test_what_was_tried_is_kept_for_a_day_and_cannot_be_read(db):
    fail(db, operations.PASSWORD, "10.0.0.1 my-own-password", 1)
    operations.record_failure(db, operations.PASSWORD, "somebody", AT + timedelta(hours=25))
    kept = db.scalars(select(Attempt)).all()
    assert len(kept) == 1
    assert "somebody" not in kept[0].key
