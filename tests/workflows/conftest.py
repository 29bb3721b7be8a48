"""Small workflows, lists and a small record for the tests of workflows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.facts import Catalogue, Fact, FactType
from casework.workflows.definition import Definition
from casework.workflows.loader import Lists, Loaded, load_file, load_lists
from casework.workflows.problems import WorkflowError

DATA = Path(__file__).parent / "data"
FOLDER = DATA / "workflows"

CATALOGUE = Catalogue(
    [
        Fact("person.preferred_name", "Preferred name", FactType.TEXT),
        Fact("person.born_on", "Date of birth", FactType.DATE),
        Fact("person.age", "Age", FactType.NUMBER),
        Fact("contact.own_words", "In their own words", FactType.TEXT),
        Fact("contact.need_appears", "A need appears", FactType.YES_NO),
        Fact("contact.urgency", "Urgency", FactType.CODE, ("today", "soon")),
        Fact("assessment.outcomes", "Outcomes", FactType.OUTCOMES),
        Fact("assessment.impact", "Effect on wellbeing", FactType.CODE, ("none", "some", "significant")),
        Fact("assessment.carer_present", "Somebody helps unpaid", FactType.CODE, ("yes", "no", "not-known")),
        Fact(
            "assessment.carers",
            "Carers",
            FactType.ITEMS,
            fields=(Fact("name", "Name", FactType.TEXT), Fact("hours", "Hours", FactType.NUMBER)),
        ),
        Fact("assessment.wanted_outcomes", "What should be different", FactType.TEXT),
        Fact("assessment.strengths", "Strengths", FactType.TEXT),
        Fact("assessment.cause", "Impairment or illness", FactType.YES_NO),
        Fact("assessment.decision", "Eligibility decision", FactType.CODE, ("eligible", "not-eligible")),
        Fact("assessment.decision_reasons", "Reasons", FactType.TEXT),
        Fact("assessment.needs", "Needs", FactType.CODES, ("washing", "eating", "nothing")),
        Fact("plan.gross", "Weekly cost", FactType.MONEY),
        Fact("plan.services", "Services", FactType.SERVICES),
        Fact("plan.timetable", "Timetable", FactType.TIMETABLE),
        Fact("plan.starts_on", "Start", FactType.DATE),
        Fact("plan.call_at", "First call", FactType.TIME),
        Fact("plan.place", "Place", FactType.ADDRESS),
        Fact("authorisation.comment", "Comment", FactType.TEXT),
    ]
)

LISTS: Lists = load_lists(DATA / "lists")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return CATALOGUE


@pytest.fixture(scope="session")
def lists() -> Lists:
    return LISTS


@pytest.fixture(scope="session")
def load() -> Callable[[Path | str], Loaded]:
    """Loads a workflow from a file, or from the tests' own folder by its id."""

    def load(path: Path | str) -> Loaded:
        path = FOLDER / f"{path}.yaml" if isinstance(path, str) else path
        return load_file(path, lists=LISTS, catalogue=CATALOGUE)

    return load


@pytest.fixture(scope="session")
def example(load: Callable[[str], Loaded]) -> Definition:
    """The workflow `look_then_agree`."""
    return load("look_then_agree").definition


@pytest.fixture
def problems_in(tmp_path: Path, load: Callable[[Path], Loaded]) -> Callable[[bytes | str], list[str]]:
    """What is wrong with the text of a file called a.yaml, as lines that begin with its name."""

    def problems_in(text: bytes | str, name: str = "a.yaml") -> list[str]:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            found = load(path).problems
        except WorkflowError as error:
            found = error.problems
        return [str(problem).replace(f"{tmp_path}/", "") for problem in found]

    return problems_in
