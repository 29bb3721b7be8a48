"""The log says where each request went and how it ended, and holds no secret and no line of anybody's own."""

import logging

import pytest

from casework.extensions import db
from casework.web import log, serving


@pytest.fixture
def lines(app, tmp_path):
    """What the log file of this application says, after what the test did."""
    before = list(app.logger.handlers)
    assert serving.begin(app, log_folder=tmp_path / "log") is None
    yield lambda: (tmp_path / "log" / log.NAME).read_text(encoding="utf-8").splitlines()
    for handler in set(app.logger.handlers) - set(before):
        app.logger.removeHandler(handler)
        handler.close()
    app.extensions["serving"].close()


def test_a_request_is_one_line_with_where_how_and_how_long(lines, pages):
    pages.open("/help")
    (line,) = lines()
    assert "INFO 127.0.0.1 GET /help 200" in line
    assert line.endswith("ms")


@pytest.mark.parametrize(
    "path", ["/join/ABCDEF", "/try/secret-token/work", "/as/secret-token/work", "/shown/secret-token"]
)
def test_what_gives_a_right_is_left_out_of_the_line(lines, pages, path):
    pages.client.get(f"{path}?code=ABCDEF")
    said = "\n".join(lines())
    assert "ABCDEF" not in said
    assert "secret-token" not in said
    assert "/~" in said


def test_nothing_that_was_searched_for_or_typed_is_in_it(lines, pages):
    pages.as_staff().client.get("/admin/withdrawals?code=P01+Mrs+Bell")
    pages.client.post("/admin/withdrawals/none", data={"because": "Mrs Bell"})
    assert "Bell" not in "\n".join(lines())


def test_nobody_writes_a_line_of_their_own(lines, pages, app):
    pages.client.get("/studies/x%0a2026-01-01 INFO account 1 signed in")
    pages.client.get("/nowhere%0d%0aINFO forged\x1b[2J")
    app.logger.warning("said %s", "one\nINFO forged\x1b[2J\u2028")
    assert [line for line in lines() if line.startswith(("INFO", "2026-01-01 INFO account"))] == []
    assert "\x1b" not in "\n".join(lines())


def test_the_file_is_turned_over_before_it_is_large():
    record = logging.LogRecord("x", logging.INFO, "", 0, "a\nb", None, None)
    assert log.OneEach().format(record).endswith("a\n    | b")
    assert log.MOST_BYTES * (log.MOST_FILES + 1) <= 30_000_000


def test_a_statement_that_fails_does_not_log_what_was_typed(app):
    with app.app_context():
        assert db.engine.hide_parameters is True
