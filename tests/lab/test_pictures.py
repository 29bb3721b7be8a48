"""Pictures of a participant's pages: taken only where she agreed, kept once, and inert."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.lab import pictures, sessions
from casework.lab.models import Picture, PictureBody
from casework.lab.vocabulary import Stage
from tests.lab.conftest import START

PAGE = (
    '<html><head><title>Home</title><script nonce="abc">run()</script></head><body class="govuk-template__body '
    'app-display-large js-enabled"><h1>Home safely</h1><form action="/steps/1" method="post">'
    '<input id="csrf_token" name="csrf_token" type="hidden" value="{token}"><textarea name="q">Carol</textarea>'
    '<a href="/people" onclick="go()">People</a><button type="submit" formaction="/x">Save</button></form></body>'
    "</html>"
)


def keep(db, session, html=PAGE):
    return pictures.keep(db, session, html.format(token="one"), path="/work", title="Home safely", status=200, at=START)


def count(db, table):
    return db.query(table).count()


def test_nothing_is_pictured_before_she_has_agreed(db, session):
    sessions.join(db, session.code, at=START)
    assert keep(db, session) is None


def test_pages_that_look_alike_are_kept_once(db, walk):
    walk.to(Stage.WORKING)
    first, second = keep(db, walk.session), keep(db, walk.session, PAGE.replace("{token}", "two"))
    other = keep(db, walk.session, PAGE.replace("Carol", "Nobody"))
    assert first.body_id == second.body_id != other.body_id
    assert (count(db, Picture), count(db, PictureBody)) == (3, 2)


def test_no_token_is_kept(db, walk):
    walk.to(Stage.WORKING)
    assert "one" not in re.findall(r'value="([^"]*)"', pictures.html_of(keep(db, walk.session).body))


@pytest.mark.parametrize(("choices", "left"), [(["take_part"], 0), (["take_part", "pictures"], 1)])
def test_after_the_session_they_stay_only_where_she_agreed(db, walk, choices, left):
    walk.to(Stage.WORKING)
    keep(db, walk.session)
    walk.session.participant.consent_choices = choices
    walk.to_the_end()
    assert count(db, Picture) == count(db, PictureBody) == left


def test_alone_nobody_looks_unless_she_agreed(db, walk):
    walk.to(Stage.WORKING)
    walk.session.is_alone = True
    assert keep(db, walk.session) is None
    walk.session.participant.consent_choices = ["take_part", "observed"]
    assert keep(db, walk.session) is not None


def test_words_are_struck_out_of_pictures_too(db, walk):
    walk.to(Stage.WORKING)
    kept = keep(db, walk.session)
    assert pictures.strike_out(db, walk.session, "Carol", "[struck out]") == 1
    assert "Carol" not in pictures.html_of(kept.body)


# --- inert -----------------------------------------------------------------------------------------


def test_a_picture_looks_like_the_page_and_does_nothing():
    shown = pictures.inert(PAGE, stylesheet="/static/casework.css")
    assert "<h1>Home safely</h1>" in shown
    assert "Carol</textarea>" in shown
    assert 'href="/static/casework.css"' in shown
    for what in ("script", "onclick", "formaction", "action=", 'href="/people"', "app-display-large", "js-enabled"):
        assert what not in shown.replace("/static/casework.css", "")


NASTY = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<svg onload=alert(1)><script href='//evil'/></svg>",
    "<img src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//evil><button formaction=//evil>x</button></form>",
    "<style>@import url(//evil)</style>",
    "<base href=//evil><meta http-equiv=refresh content='0;url=//evil'>",
    "<div style=background:url(//evil)>x</div>",
    "<math><mtext><script>alert(1)</script>",
    "<textarea></textarea><script>alert(1)</script>",
    "<details ontoggle=alert(1) open>x</details>",
    "<object data=//evil></object><embed src=//evil>",
    "<rect fill='url(//evil)'/>",
    "</body><script>alert(1)</script>",
]
ACTS = re.compile(
    r"<(script|iframe|object|embed|base|meta http|style|img|math)\b|\son\w+\s*=|href=|src=|action=|evil", re.I
)


@given(st.lists(st.sampled_from([*NASTY, "<p>", "</p>", "<b", "'", '"', "<!--", "-->", "&lt;script&gt;"]), max_size=6))
def test_whatever_is_on_a_page_nothing_of_it_acts(parts):
    shown = pictures.inert(f"<body>{''.join(parts)}</body>", stylesheet="/s.css")
    markup = "".join(re.findall(r"<[^>]*>", shown.replace('<link rel="stylesheet" href="/s.css">', "")))
    assert not ACTS.search(markup)
