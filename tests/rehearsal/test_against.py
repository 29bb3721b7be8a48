"""Two workflows against each other, for one person."""

from casework.rehearsal.against import Against, set_against
from casework.rehearsal.people import pinned_people
from casework.workflows.definition import Definition
from tests.workflows.shipped import shipped

EDNA = pinned_people()["edna_farrow"]


def again(definition: Definition) -> Definition:
    """As it would be read: nothing kept from what it was copied from."""
    return Definition.model_validate(definition.model_dump(by_alias=True))


def without(definition: Definition, question_id: str) -> Definition:
    sections = [
        section.model_copy(
            update={
                "pages": tuple(
                    page.model_copy(
                        update={"questions": tuple(each for each in page.questions if each.id != question_id)}
                    )
                    for page in section.pages
                )
            }
        )
        for section in definition.sections
    ]
    return again(definition.model_copy(update={"sections": tuple(sections)}))


def against_itself() -> Against:
    return set_against(shipped("traditional"), shipped("traditional"), EDNA, {})


def test_a_workflow_costs_the_same_as_itself_and_meets_the_same_duties() -> None:
    found = against_itself()
    assert {row.words for row in found.costs} == {"the same"}
    assert not any(row.lost or row.differs for row in found.duties)
    assert found.headline == "For Edna, B asks as many questions and takes about as long"
    assert not found.is_worse


def test_a_question_left_out_costs_less_and_a_duty_that_falls_with_it_is_named() -> None:
    whole = shipped("traditional")
    found = set_against(whole, without(whole, "reasons"), EDNA, {})
    rows = {row.measure: row for row in found.costs}
    assert rows["questions"].words == "1 fewer"
    assert rows["questions"].a.least <= (rows["questions"].a.person or 0) <= rows["questions"].a.most
    assert [row.a.duty.id for row in found.duties if row.lost] == ["D05-eligible"]
    assert found.headline.endswith("; one duty is met on fewer paths")
    assert found.is_worse


def test_where_there_is_no_way_for_somebody_the_most_are_compared() -> None:
    whole = shipped("traditional")
    first, *others = whole.steps
    stuck = again(whole.model_copy(update={"steps": (first.model_copy(update={"actions": ()}), *others)}))
    found = set_against(stuck, whole, EDNA, {})
    assert found.costs[0].a.person is None
    assert found.costs[0].words.endswith("at most")
