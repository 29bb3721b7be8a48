"""The playbook: its pages as files, drawn safely, found by their words, and read in the lab."""

import re

import pytest

from casework.accounts.models import Role
from casework.lab.vocabulary import AssistKind
from casework.records.real_data import looks_real
from casework.web.playbook.beside import BESIDE, helps_at
from casework.web.playbook.reading import INDEX, LED_TO, as_html, find, read_playbook
from casework.web.studies.plan_parts import PARTS
from config import ROOT

FOLDER = ROOT / "docs" / "playbook"

# What the pages print in italics with a capital letter is a screen, a button or a tag of the lab.
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def shipped():
    return read_playbook(FOLDER)


@pytest.fixture
def small(tmp_path):
    """A playbook of two pages: small("more text of the second page")."""

    def make(text=""):
        (tmp_path / "README.md").write_text(
            "# All of it\n\n- [One](one.md): first.\n- [Two](two.md)\n", encoding="utf-8"
        )
        (tmp_path / "one.md").write_text(
            "# One\n\nThe lead. And more.\n\n## First part\n\nA kettle boils.\n", encoding="utf-8"
        )
        (tmp_path / "two.md").write_text(f"# Two\n\n{text}\n", encoding="utf-8")
        return read_playbook(tmp_path)

    return make


def html(page):
    return as_html(page, lambda link: f"to:{link}")


# --- reading ---------------------------------------------------------------------------------------


def test_pages_come_in_the_order_of_the_index(small):
    assert [(page.id, page.title) for page in small().values()] == [
        (INDEX, "All of it"),
        ("one", "One"),
        ("two", "Two"),
    ]


def test_a_page_knows_its_parts_and_what_it_begins_with(small):
    page = small()["one"]
    assert page.lead == "The lead."
    assert [(part.id, part.title) for part in page.parts] == [("", ""), ("first-part", "First part")]


def test_an_index_that_leads_nowhere_is_refused(small, tmp_path):
    small()
    (tmp_path / "two.md").unlink()
    with pytest.raises(ValueError, match=r"two\.md, which is not there"):
        read_playbook(tmp_path)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[press](javascript:alert(1))",
        "[press](data:text/html,x)",
        "[press](//elsewhere.example)",
        "![picture](https://elsewhere.example/x.png)",
    ],
)
def test_nothing_on_a_page_acts_or_leads_where_it_may_not(small, typed):
    drawn = html(small(typed)["two"])
    assert "<script" not in drawn
    assert not re.search(r"<img[^>]*onerror", drawn)
    assert not re.search(r'href="to:(javascript|data|//)', drawn)


def test_headings_can_be_led_to_and_tables_say_what_their_columns_are(small):
    drawn = html(small("## When it is late\n\n| a | b |\n| --- | --- |\n| 1 | 2 |")["two"])
    assert '<h2 id="when-it-is-late" class="govuk-heading-m">When it is late</h2>' in drawn
    assert '<th scope="col" class="govuk-table__header">a</th>' in drawn
    assert '<td data-label="b" class="govuk-table__cell">2</td>' in drawn
    assert re.search(r'<th scope="row"[^>]*>1</th>', drawn)


# --- finding ---------------------------------------------------------------------------------------


def test_words_are_found_with_what_stands_around_them(small):
    (found,) = find([*small().values()], "KETTLE")
    assert (found.page.id, found.part.id) == ("one", "first-part")
    assert (found.before, found.words, found.after) == ("A ", "kettle", " boils.")


def test_all_the_words_must_be_there(small):
    assert find([*small().values()], "kettle missing") == []
    assert find([*small().values()], " ") == []


def test_a_heading_comes_before_a_word_in_passing(small):
    pages = [*small("A part of it.").values()]
    assert [found.page.id for found in find(pages, "part")] == ["one", "two"]


# --- what is shipped -------------------------------------------------------------------------------


def test_every_page_is_reached_from_the_index(shipped):
    assert {page for page in shipped if page != INDEX} == {path.stem for path in FOLDER.glob("*.md")} - {INDEX}
    assert 12 <= len(shipped) - 1 <= 16


def test_every_link_leads_to_a_page_a_part_or_a_screen(shipped, app):
    gone = []
    for page in shipped.values():
        for link in LINK.findall(page.source):
            assert LED_TO.fullmatch(link), f"{page.id}: {link}"
            if link.startswith("lab:"):
                there = link.removeprefix("lab:") in app.view_functions
            else:
                name, _, part = link.partition("#")
                led_to = shipped.get(name.removesuffix(".md") or page.id)
                there = led_to is not None and (not part or f'id="{part}"' in html(led_to))
            gone += [] if there else [f"{page.id}: {link}"]
    assert gone == []


def test_no_page_names_anybody_real(shipped):
    assert {page.id: looks_real(page.source) for page in shipped.values() if looks_real(page.source)} == {}
    assert {page.id for page in shipped.values() if re.search(r"\d{4,}", page.source)} == set()


def test_no_page_has_a_first_and_a_last_name(shipped):
    names = set(re.findall(r"\b[A-Z][a-z]+\b", (ROOT / "seed_data/county/names.yaml").read_text(encoding="utf-8")))
    assert len(names) > 500
    pairs = {pair for page in shipped.values() for pair in re.findall(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b", page.source)}
    assert {pair for pair in pairs if set(pair) <= names} == set()


def test_every_page_can_be_read_in_a_sitting(shipped):
    too_much_or_little = {page.id: page.words for page in shipped.values() if not 150 <= page.words <= 900}
    assert too_much_or_little == {}


# --- in the lab ------------------------------------------------------------------------------------


def test_every_page_opens_and_they_follow_one_another(pages, shipped):
    staff = pages.as_staff(Role.OBSERVER)
    order = [page for page in shipped if page != INDEX]
    for page_id, after in zip(order, [*order[1:], None], strict=True):
        page = staff.open(f"/playbook/{page_id}")
        assert page.h1 == shipped[page_id].title
        if after:
            assert f'href="/playbook/{after}"' in page.html


def test_who_to_tell_stands_beside_the_page_it_is_needed_on(pages):
    page = pages.as_staff(Role.NOTE_TAKER).open("/playbook/facilitate")
    assert page.says("The wellbeing line for staff and carers: 01632 960 131 (day and night)")


def test_what_is_looked_for_is_found_in_the_lab(pages):
    staff = pages.as_staff(Role.DESIGNER)
    page = staff.open("/playbook").submit("Find", q="silence")
    assert 'href="/playbook/coach#practise-alone-first"' in page.html
    assert staff.open("/playbook?q=zeppelin").says("No page has all of these words")


def test_all_of_it_is_on_one_page_to_print(pages, shipped):
    page = pages.as_staff(Role.RESEARCHER).open("/playbook/all")
    for each in shipped.values():
        assert each.id == INDEX or f'id="{each.id}"' in page.html
    assert 'href="#facilitate-when-somebody-tells-you-that-a-person-is-at-risk"' in page.html


def test_a_page_that_is_not_there_is_not_found(pages):
    assert pages.as_staff(Role.RESEARCHER).open("/playbook/README").status == 404


# --- beside the screens ----------------------------------------------------------------------------


def test_each_screen_leads_to_a_part_that_is_there(shipped):
    gone = [
        (screen, helps)
        for screen, helps in BESIDE.items()
        if helps.page not in shipped or (helps.part and f'id="{helps.part}"' not in html(shipped[helps.page]))
    ]
    assert gone == []


def test_every_screen_that_has_help_beside_it_exists(app):
    screens, parts = {name.partition(":")[0] for name in BESIDE}, {name.partition(":")[2] for name in BESIDE}
    assert screens - set(app.view_functions) == set()
    assert parts - {part.id for part in PARTS} == {""}


def test_a_part_of_a_plan_has_help_of_its_own():
    assert helps_at("studies.draft_part", "consent").page == "consent"
    assert helps_at("studies.draft_part", "asked") is None
    assert helps_at("studies.study", "anything").page == "plan-a-round"


def test_the_study_the_wall_the_results_and_the_withdrawals_lead_to_what_helps_there(pages, study):
    staff = pages.as_staff(Role.RESEARCHER)
    assert staff.open(f"/studies/{study.id}").follow("How to plan a round").h1 == "Plan a round"
    assert staff.open(f"/studies/{study.id}/wall").follow("How to sort notes").h1 == "Analyse together"
    assert staff.open(f"/studies/{study.id}/results").follow("What may be said").h1 == "Report honestly, show and tell"
    assert staff.open("/admin/withdrawals").follow("What to say and do").h1 == "When something goes wrong"


def test_the_console_has_its_help_below_everything(pages, study, session):
    page = pages.as_staff(Role.RESEARCHER).open(f"/studies/{study.id}/sessions/{session.id}")
    assert page.html.index("How to facilitate") > page.html.index("</main>")


# --- what the pages name ---------------------------------------------------------------------------

# What stands in italics with a capital letter is a screen or a button of the lab. Written by hand.
SCREENS = {
    "Console": "studies.console",
    "Debrief": "studies.debrief",
    "Findings": "studies.findings",
    "Health": "admin.health",
    "Pre-flight": "studies.show_preflight",
    "Retention": "admin.retention",
    "Strike out": "studies.strike_out",
    "Wall": "studies.wall",
    "Withdrawals": "admin.withdrawals",
}
A_NAME = re.compile(r"(?<!\*)\*([A-Z][^*:.\]]+)\*(?!\*)")


def test_every_screen_and_button_the_pages_name_is_there(shipped, app):
    shown = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    shown += "\n".join(kind.label for kind in AssistKind)
    named = {name for page in shipped.values() for name in A_NAME.findall(page.source)}
    assert named >= {"Pre-flight", "Pause", "Withdrawals"}
    assert {name for name in named if SCREENS.get(name, "") not in app.view_functions and name not in shown} == set()
