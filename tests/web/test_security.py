"""What every reply carries, forged forms, and errors that neither tell nor lose anything."""

import re

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from casework.accounts.models import Role
from casework.clock import now
from casework.database import Base
from casework.extensions import db as handle_of_the_app
from casework.lab import sessions
from casework.lab.models import Event, OnceOnlyKey, StrayPost
from casework.web import current
from tests.pages import Pages
from tests.ready import on_both_databases

LONG = "She told me all of it. " * 30_000


def rules_that_change_something(app):
    return [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]


def path_of(app, rule):
    filled = {name: "1" if name == "number" else "x" for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, filled)


@pytest.fixture
def participant(pages, session):
    return pages.as_participant(session)


# --- what every reply carries --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/nowhere", 404), ("/static/casework.css", 200), ("/static/nothing.css", 404), ("/studies", 302)],
)
def test_every_reply_says_how_to_treat_it(pages, path, status):
    answer = pages.client.get(path, buffered=True)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_pages_are_not_kept_and_styles_are(pages):
    assert pages.client.get("/").headers["Cache-Control"] == "no-store"
    assert pages.client.get("/static/casework.css", buffered=True).headers["Cache-Control"] != "no-store"


def test_each_reply_marks_its_own_scripts(pages):
    marks = set()
    for _ in range(3):
        answer = pages.client.get("/")
        mark = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
        assert set(re.findall(r'nonce="([^"]+)"', answer.text)) == {mark}
        marks.add(mark)
    assert len(marks) == 3


def test_browsers_are_told_to_come_over_tls_only_where_there_is_tls(make_app, db):
    plain, secure = Pages(make_app(), db), Pages(make_app(CASEWORK_TLS="on"), db)
    assert "Strict-Transport-Security" not in plain.client.get("/").headers
    assert secure.client.get("/").headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_forged_proxy_header_is_not_believed_unless_a_proxy_is_trusted(make_app, db):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    answer = Pages(make_app(), db).client.get("/account/password", headers=forged)
    assert "evil.example" not in answer.headers["Location"]
    trusted = Pages(make_app(CASEWORK_PROXIES="1"), db).client.get("/studies/", headers=forged)
    assert trusted.status_code in (302, 404)


# --- forged forms --------------------------------------------------------------------------------


def test_no_address_takes_a_form_without_its_token(app, pages, participant):
    for rule in rules_that_change_something(app):
        answer = participant.client.post(path_of(app, rule), data={"comment": "by another site"})
        assert answer.status_code == 400, rule
        assert "This page was open too long to be sent" in answer.text


def test_no_address_takes_a_form_with_a_wrong_token_or_anothers(app, pages, participant):
    anothers = pages.another().csrf_token()
    for rule in rules_that_change_something(app):
        for token in ("wrong", anothers):
            answer = participant.client.post(path_of(app, rule), data={"csrf_token": token})
            assert answer.status_code == 400, rule


def test_opening_pages_changes_nothing_but_the_log_of_events(app, pages, db, study, session):
    def counted():
        kept = {"event", "once_only_key"}
        tables = [table for table in Base.metadata.sorted_tables if table.name not in kept]
        return {table.name: db.scalar(select(func.count()).select_from(table)) for table in tables}

    visitors = [pages, pages.another().as_staff(Role.ADMINISTRATOR), pages.another().as_participant(session)]
    before, was = counted(), session.stage
    for visitor in visitors:
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint != "joining.join_by_link":
                visitor.client.get(path_of(app, rule), buffered=True)
    db.rollback()
    assert counted() == before
    db.refresh(session)
    assert session.stage is was


# --- errors --------------------------------------------------------------------------------------


def broken(db):
    """Take a table away, as a half-done migration or a full disk might."""
    db.rollback()
    db.execute(text("ALTER TABLE participant RENAME TO gone"))
    db.commit()


def test_a_failure_of_the_database_shows_no_trace_and_gives_back_what_was_typed(participant, db, session):
    sent = {"comment": "An hour of typing", "csrf_token": participant.csrf_token(), "choices": "take_part"}
    broken(db)
    page = participant.post("/join/consent", sent)
    assert page.status == 503
    assert page.h1 == "The system is busy"
    assert page.says("An hour of typing")
    for telling in ("Traceback", "sqlalchemy", "SELECT", "participant."):
        assert telling not in page.html


def test_even_a_failure_to_find_out_who_is_there_is_a_plain_page(pages, db):
    pages.as_staff(Role.RESEARCHER)
    db.execute(text("ALTER TABLE sign_in RENAME TO gone"))
    page = pages.open("/studies")
    assert (page.status, page.h1) == (503, "The system is busy")
    assert "Content-Security-Policy" in page.response.headers


@pytest.mark.parametrize(
    ("path", "status", "h1"),
    [("/nowhere", 404, "Page not found"), ("/people/%2e%2e", 302, ""), ("/join/now/x", 404, "Page not found")],
)
def test_errors_are_plain_pages(pages, path, status, h1):
    answer = pages.client.get(path)
    assert answer.status_code == status
    assert h1 in answer.text


def test_a_page_that_is_sent_to_by_mistake_says_so(pages):
    assert pages.post("/privacy", {"csrf_token": pages.csrf_token()}).status == 405


def test_who_may_not_see_a_page_is_told_so(pages):
    page = pages.as_staff(Role.EXPERT).open("/studies/tiny")
    assert (page.status, page.h1) == (403, "You cannot see this page")


def test_a_long_pasted_text_is_not_turned_away(participant, db, session):
    sessions.give_consent(db, session, ["take_part"], at=now())
    token = participant.csrf_token()
    page = participant.post("/join/about-you", {"systems_other": LONG[:600_000], "csrf_token": token})
    assert page.status == 200
    assert page.errors


def test_what_is_too_much_altogether_is_refused_with_a_plain_page(pages):
    page = pages.post("/join", {"code": "x" * 9_000_000, "csrf_token": "x"})
    assert page.status == 413
    assert page.h1 == "That is too much to send at once"


def test_what_is_typed_is_shown_as_it_was_and_does_nothing(participant):
    page = participant.post("/join/rating", {"comment": "</textarea><script>alert(1)</script> {{ 7*7 }} %253C"})
    assert "<script>alert(1)" not in page.html
    assert "</textarea><script>alert(1)</script> {{ 7*7 }} %253C" in [a.raw_text for a in page.root.all("textarea")]


def test_fields_of_ours_are_not_shown_as_typed(participant):
    sent = dict.fromkeys(current.NOT_TYPED, "ours") | {"comment": "hers"}
    page = participant.post("/join/rating", sent)
    assert [area.raw_text for area in page.root.all("textarea")] == ["hers"]


def test_a_refused_form_leaves_nothing_behind(participant, db):
    participant.post("/join/rating", {"comment": "by another site", "once": "a-key"})
    assert db.scalars(select(OnceOnlyKey)).all() == []
    assert db.scalars(select(StrayPost)).all() == []
    assert [event.kind for event in db.scalars(select(Event))] == ["session_joined"]


def test_a_stack_trace_is_for_the_log_and_never_for_the_page(app, pages, caplog):
    def fall_over():
        raise RuntimeError("the secret reason")

    fall_over.allowed = app.view_functions["front.privacy"].allowed
    app.view_functions["front.privacy"] = fall_over
    page = pages.open("/privacy")
    assert (page.status, page.h1) == (500, "Something went wrong")
    assert "secret reason" not in page.html
    assert "the secret reason" in caplog.text


# --- what nobody types ---------------------------------------------------------------------------


@on_both_databases
def test_a_character_no_database_keeps_is_given_back_without_it(participant, db, session):
    sent = {"comment": "before\x00after", "seq": "3", "csrf_token": participant.csrf_token()}
    page = participant.post("/join/rating", sent)
    assert page.status == 400
    assert page.says("beforeafter")


@on_both_databases
@pytest.mark.parametrize("path", ["/people/%00", "/people?q=%00", "/join/%00"])
def test_an_address_with_such_a_character_leads_nowhere(participant, path):
    assert participant.open(path).status == 404


@on_both_databases
def test_a_key_that_is_none_of_ours_is_no_key(participant, db, session):
    sent = {"choices": "take_part", "once": "k" * 5_000, "csrf_token": participant.csrf_token()}
    assert participant.post("/join/consent", sent).path == "/join/now"
    assert db.scalars(select(OnceOnlyKey)).all() == []


@on_both_databases
def test_a_form_that_lost_a_race_with_itself_gets_the_reply_of_the_winner(app, participant, db):
    def loses():
        current.reply_is("/cookies")
        handle_of_the_app.session.commit()
        raise IntegrityError("INSERT", {}, Exception("there is such a key already"))

    loses.allowed = app.view_functions["joining.consent"].allowed
    app.view_functions["joining.consent"] = loses
    page = participant.post("/join/consent", {"once": "a-key", "csrf_token": participant.csrf_token()})
    assert page.path == "/cookies"


def test_refusals_and_sign_ins_are_in_the_log_without_what_was_typed(app, pages, caplog):
    pages.open("/studies")
    pages.post("/sign-in", {"username": "my-own-secret", "password": "x", "csrf_token": pages.csrf_token()})
    pages.client.get("/work%0aFORGED LINE")
    assert "refused GET /studies to" in caplog.text
    assert "sign-in refused from 127.0.0.1" in caplog.text
    assert "my-own-secret" not in caplog.text
    assert "\nFORGED LINE" not in caplog.text
