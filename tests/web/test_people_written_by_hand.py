"""Everybody written by hand can be read on every page about a person, and what must not be told is not told."""

from collections.abc import Callable

import pytest

from casework.database import Db, copy_sandbox, enter_sandbox, leave_sandbox
from casework.lab.sandboxes import person_template
from casework.synthetic.pinned import load_pinned
from tests.at_work import AtWork
from tests.seed_data.people import EVERYBODY, FOLDER

PAGES = (
    "",
    "/people",
    "/views",
    "/case-notes",
    "/chronology",
    "/chronology/print",
    "/documents",
    "/assessments",
    "/plan",
    "/money",
    "/work",
    "/print",
)
AT_ONCE = ["Quarry Bank Lane", "Do not discuss finances", "Deaf: hearing aids", "review", "Alan Tennant"]
NEVER_TOLD = {
    "rosemary_tennant": ["Oddie", "Kevin"],
    "edna_farrow": ["Catlow", "Trevor", "full-time", "full time"],
    "leonard_pike": ["Adair"],
    "kieran_dale": ["listens for his brother"],
    "abena_osei_grant": ["circle time", "Attendance"],
    "gurdeep_bassi": ["bed manager asks"],
    "halina_wilk": ["Ewa, from Canada", "no end"],
    "harold_quayle": ["Hearthstone rang", "Our worker asks"],
    "joanne_tilley": ["sold her bike"],
}
"""Words of what somebody else said in confidence, by whose record they stand in."""


@pytest.fixture
def bring(db: Db, priya: AtWork) -> Callable[[str], AtWork]:
    """Puts somebody written by hand into the county that Priya works in."""

    def put(name: str) -> AtWork:
        leave_sandbox(db)
        load_pinned(FOLDER / f"{name}.yaml", db, person_template(name))
        mine = priya.session.arms[0].sandbox_id
        copy_sandbox(db, person_template(name), mine, onto_others=True)
        db.commit()
        enter_sandbox(db, mine)
        return priya

    return put


# Everybody is opened with `make evidence`; Rosemary, whose record holds the most, each time.
each_person = pytest.mark.parametrize(
    "name",
    [
        "rosemary_tennant",
        *(pytest.param(each, marks=pytest.mark.evidence) for each in EVERYBODY if each != "rosemary_tennant"),
    ],
)


@each_person
def test_every_page_about_a_person_can_be_opened(bring: Callable[[str], AtWork], name: str) -> None:
    her = bring(name)
    person = EVERYBODY[name]["person"]
    for path in PAGES:
        page = her.open(f"/people/{name}{path}")
        assert person["last_name"] in page.text, path


def test_what_must_be_known_at_once_is_on_the_first_page(bring: Callable[[str], AtWork]) -> None:
    page = bring("rosemary_tennant").open("/people/rosemary_tennant")
    assert [words for words in AT_ONCE if words.lower() not in page.text.lower()] == []


@each_person
def test_what_others_said_in_confidence_is_not_in_the_persons_own_copy(
    bring: Callable[[str], AtWork], name: str
) -> None:
    her = bring(name)
    copy = her.open(f"/people/{name}/documents/letters/own_copy")
    assert EVERYBODY[name]["person"]["first_name"] in copy.text
    told = copy.html[copy.html.index("<main") :] if "<main" in copy.html else copy.html
    assert [words for words in NEVER_TOLD.get(name, []) if words in told] == []
