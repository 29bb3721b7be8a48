"""Signing in and out through the pages: cookies, fixation, waiting, leading on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.accounts import operations
from casework.accounts.models import Account, Role, SignIn
from casework.clock import now
from tests.pages import Pages

PASSWORD, ANOTHER, WRONG = "tangent-otter-mild-59", "sixteen-plain-kettles", "not-her-password"


@pytest.fixture
def ruth(db):
    account = operations.create_account(
        db, username="ruth", name="Ruth Adeyemi", password=PASSWORD, roles=[Role.RESEARCHER], at=now()
    )
    db.commit()
    return account


def sign_in(pages, password=PASSWORD, username="ruth", at="/sign-in"):
    return pages.open(at).submit("Sign in", username=username, password=password)


def test_signing_in_leads_to_the_studies(pages, ruth):
    assert sign_in(pages).path == "/studies"


def test_an_expert_who_does_nothing_else_begins_at_the_panel(pages, db):
    operations.create_account(db, username="ada", name="Ada", password=PASSWORD, roles=[Role.EXPERT], at=now())
    db.commit()
    assert sign_in(pages, username="ada").h1 == "Expert panel"


def test_signing_in_leads_on_to_the_page_that_was_asked_for(pages, ruth):
    page = pages.open("/account/password")
    assert page.h1 == "Sign in"
    assert page.submit("Sign in", username="ruth", password=PASSWORD).path == "/account/password"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil",
    ],
)
def test_signing_in_never_leads_to_another_site(pages, ruth, elsewhere):
    page = pages.post(
        "/sign-in", {"username": "ruth", "password": PASSWORD, "next": elsewhere, "csrf_token": pages.csrf_token()}
    )
    assert page.path == "/studies"


def test_a_wrong_password_is_refused_and_the_username_stays(pages, ruth):
    page = sign_in(pages, WRONG)
    assert page.error_beside("password") == "Username or password is not right"
    assert page.value("username") == "ruth"
    assert page.value("password") == ""


def test_an_empty_form_says_what_to_enter(pages):
    page = pages.open("/sign-in").submit("Sign in")
    assert page.errors == ["Enter your username", "Enter your password"]


def test_after_several_mistakes_even_the_right_password_has_to_wait(pages, ruth):
    for _ in range(operations.PASSWORD.free):
        sign_in(pages, WRONG)
    page = sign_in(pages)
    assert page.status == 429
    assert page.error_beside("password").startswith("Try again in ")
    assert int(page.response.headers["Retry-After"]) >= 1


def test_a_colleague_at_the_same_address_need_not_wait(pages, db, ruth):
    operations.create_account(db, username="sam", name="Sam", password=PASSWORD, roles=[Role.OBSERVER], at=now())
    for _ in range(operations.PASSWORD.free + 1):
        sign_in(pages, WRONG)
    assert sign_in(pages.another(), username="sam").path == "/studies"


def test_signing_out_is_real_so_a_copied_cookie_is_dead(pages, ruth):
    sign_in(pages)
    copied = pages.client.get_cookie("casework").value
    assert pages.open("/").submit("Sign out").h1
    thief = pages.another()
    thief.client.set_cookie("casework", copied)
    assert thief.open("/account/password").h1 == "Sign in"


def test_signing_in_makes_a_new_cookie_so_that_a_planted_one_is_worth_nothing(pages, ruth, db):
    pages.open("/sign-in")
    planted = pages.client.get_cookie("casework").value
    with pages.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(pages)
    with pages.client.session_transaction() as cookie:
        assert "planted" not in cookie
    other = pages.another()
    other.client.set_cookie("casework", planted)
    assert other.open("/account/password").h1 == "Sign in"


def test_who_was_away_for_eight_hours_signs_in_again(pages, db):
    pages.as_staff(Role.RESEARCHER)
    assert pages.open("/account/password").h1 == "Change your password"
    for sign_in_row in db.scalars(select(SignIn)):
        sign_in_row.last_seen_at -= timedelta(hours=8, minutes=1)
    assert pages.open("/account/password").h1 == "Sign in"


def test_being_there_is_noted_now_and_then_and_not_on_every_page(pages, db):
    pages.as_staff(Role.RESEARCHER)
    (row,) = db.scalars(select(SignIn))
    first = row.last_seen_at
    pages.open("/account/password")
    db.refresh(row)
    assert row.last_seen_at == first
    row.last_seen_at = first - timedelta(minutes=6)
    pages.open("/account/password")
    db.refresh(row)
    assert row.last_seen_at >= first


def test_a_disabled_account_is_out_at_once(pages, db):
    pages.as_staff(Role.OBSERVER)
    db.scalars(select(Account)).one().disabled_at = now()
    assert pages.open("/account/password").h1 == "Sign in"


def test_one_can_change_ones_own_password(pages, ruth):
    sign_in(pages)
    page = pages.open("/account/password").submit("Change password", current_password=PASSWORD, new_password=ANOTHER)
    assert page.says("Your password was changed")
    assert sign_in(pages.another(), ANOTHER).path == "/studies"


def test_changing_the_password_asks_for_the_current_one(pages, ruth):
    sign_in(pages)
    page = pages.open("/account/password").submit("Change password", current_password=WRONG, new_password=ANOTHER)
    assert page.error_beside("current_password") == "Current password is not right"
    assert sign_in(pages.another()).path == "/studies"


def test_no_password_is_given_back_by_an_error_page(pages):
    page = pages.post("/sign-in", {"username": "ruth", "password": "the-secret-of-ruth"})
    assert page.status == 400
    assert "the-secret-of-ruth" not in page.html
    assert page.says("ruth")


def test_over_tls_cookies_are_secure_and_bound_to_this_host(make_app, db, ruth):
    pages = Pages(make_app(CASEWORK_TLS="on"), db)
    pages.client.environ_base["wsgi.url_scheme"] = "https"
    cookie = pages.client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Host-casework=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_over_plain_http_the_cookie_is_the_same_without_them(pages):
    cookie = pages.client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("casework=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_forms_can_be_sent_over_tls(make_app, db, ruth):
    pages = Pages(make_app(CASEWORK_TLS="on"), db)
    answer = pages.client.get("/sign-in", base_url="https://casework.example")
    token = answer.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    sent = {"username": "ruth", "password": PASSWORD, "csrf_token": token}
    answer = pages.client.post("/sign-in", data=sent, base_url="https://casework.example")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/studies"
