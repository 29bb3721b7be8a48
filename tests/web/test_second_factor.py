"""Signing in with two factors, setting one up, and who has to."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.accounts import operations, second_factor
from casework.accounts.models import Account, Role, SignIn
from casework.accounts.second_factor import code_at, step_at
from casework.clock import now
from tests.pages import Pages

PASSWORD = "tangent-otter-mild-59"


@pytest.fixture
def ruth(db):
    """Ruth, whose account has a second factor since yesterday."""
    account = operations.create_account(
        db, username="ruth", name="Ruth Adeyemi", password=PASSWORD, roles=[Role.RESEARCHER], at=now()
    )
    yesterday = now() - timedelta(days=1)
    second_factor.begin(db, account)
    second_factor.confirm(db, account, code_at(account.totp_secret, step_at(yesterday)), keep="-", at=yesterday)
    db.commit()
    return account


def code_of(account, later=0):
    return code_at(account.totp_secret, step_at(now()) + later)


def with_password(pages, at="/sign-in"):
    return pages.open(at).submit("Sign in", username="ruth", password=PASSWORD)


# --- signing in ----------------------------------------------------------------------------------


def test_after_the_password_the_code_is_asked_for_and_leads_on(pages, ruth):
    page = with_password(pages, at="/account/password")
    assert page.h1 == "Enter the code from your app"
    assert page.submit("Sign in", code=code_of(ruth)).path == "/account/password"


def test_the_password_alone_opens_nothing(pages, ruth, db):
    with_password(pages)
    assert pages.open("/studies").h1 == "Sign in"
    with pages.client.session_transaction() as cookie:
        cookie["_user_id"] = cookie["half way"]
    assert pages.open("/studies").h1 == "Sign in"


def test_both_together_make_a_sign_in_of_their_own(pages, ruth, db):
    with_password(pages).submit("Sign in", code=code_of(ruth))
    ended, begun = db.scalars(select(SignIn).order_by(SignIn.second_factor_at.is_not(None)))
    assert ended.ended_at is not None
    assert begun.ended_at is None


def test_a_code_is_good_for_one_sign_in(pages, ruth):
    code = code_of(ruth)
    with_password(pages).submit("Sign in", code=code)
    page = with_password(pages.another()).submit("Sign in", code=code)
    assert page.error_beside("code") == "That code was used already. Wait for the next one"


def test_guessing_codes_is_slowed(pages, ruth):
    page = with_password(pages)
    for _ in range(second_factor.WRONG_CODES.free):
        page = page.submit("Sign in", code="000000")
        assert page.error_beside("code") == "Code is not right"
    page = page.submit("Sign in", code=code_of(ruth))
    assert page.status == 429
    assert page.error_beside("code").startswith("Try again in")


def test_without_a_password_there_is_no_page_for_a_code(pages):
    assert pages.open("/sign-in/code").h1 == "Sign in"


def test_a_recovery_code_opens_the_account_too(pages, ruth, db):
    codes = second_factor.make_recovery_codes(db, ruth)
    db.commit()
    assert with_password(pages).submit("Sign in", code=codes[0]).path == "/studies"


# --- setting it up -------------------------------------------------------------------------------


def the_account(db):
    db.expire_all()
    return db.scalars(select(Account)).one()


def test_it_is_set_up_with_a_code_and_the_recovery_codes_are_shown_once(pages, db):
    pages.as_staff(Role.OBSERVER)
    page = pages.open("/account/second-factor").submit("Begin")
    assert "<svg" in page.html
    account = the_account(db)
    assert page.says(account.totp_secret[:4])
    page = page.submit("Confirm", code=code_of(account))
    assert page.h1 == "Keep these recovery codes"
    assert len(list(page.root.all("code"))) == 10
    assert pages.open("/account").says("10 recovery codes are left")


def test_a_wrong_code_sets_nothing_up(pages, db):
    pages.as_staff(Role.OBSERVER)
    page = pages.open("/account/second-factor").submit("Begin").submit("Confirm", code="000000")
    assert page.error_beside("code") == "Code is not right"
    assert the_account(db).totp_since is None


def test_looking_at_the_page_makes_no_secret(pages, db):
    pages.as_staff(Role.OBSERVER).open("/account/second-factor")
    assert the_account(db).totp_secret is None


def test_it_is_taken_away_only_with_a_code_and_ends_this_sign_in_too(pages, ruth, db):
    with_password(pages).submit("Sign in", code=code_of(ruth))
    page = pages.open("/account/second-factor/off")
    assert page.submit("Take it away", code="000000").error_beside("code") == "Code is not right"
    page = page.submit("Take it away", code=code_of(ruth, later=1))
    assert page.h1 == "Sign in"
    assert the_account(db).totp_since is None
    assert with_password(pages).path == "/studies"


def test_new_recovery_codes_are_made_with_a_code(pages, ruth, db):
    with_password(pages).submit("Sign in", code=code_of(ruth))
    before = list(the_account(db).recovery_hashes)
    page = pages.open("/account/recovery-codes").submit("Make new codes", code=code_of(ruth, later=1))
    assert page.h1 == "Keep these recovery codes"
    assert not set(before) & set(the_account(db).recovery_hashes)


# --- who has to ----------------------------------------------------------------------------------


@pytest.fixture
def reached(make_app, db):
    """A browser at a lab that other machines reach, behind a proxy."""
    return Pages(make_app(CASEWORK_PROXIES="1"), db)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.RESEARCHER])
def test_who_leads_sets_one_up_before_anything_else_where_others_reach_the_lab(reached, role):
    page = reached.as_staff(role).open("/studies")
    assert page.path == "/account/second-factor"
    assert page.says("Other machines can reach this lab")


def test_until_then_nothing_she_sends_is_done(reached, study):
    reached.as_staff(Role.RESEARCHER)
    page = reached.post(f"/studies/{study.id}/sessions", {"number": "1", "csrf_token": reached.csrf_token()})
    assert (page.status, page.h1) == (403, "Set up your second factor first")


def test_once_it_is_set_up_she_goes_on(reached, db):
    reached.as_staff(Role.RESEARCHER)
    page = reached.open("/studies").submit("Begin")
    page.submit("Confirm", code=code_of(the_account(db)))
    assert reached.open("/studies").h1 == "Studies"


def test_who_does_not_lead_need_not(reached):
    assert reached.as_staff(Role.NOTE_TAKER).open("/studies").h1 == "Studies"


def test_on_ones_own_machine_nobody_must(pages):
    assert pages.as_staff(Role.RESEARCHER).open("/studies").h1 == "Studies"
