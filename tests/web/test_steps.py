"""A step at work: starting it, its pages, checking answers, finishing, and what comes of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework.lab.vocabulary import EventKind
from casework.records.models import Assessment, Step
from casework.records.vocabulary import StepStatus
from tests.at_work import AtWork
from tests.pages import Page
from tests.ready import on_both_databases

SAVE = "Save and go on"
FINISH = "Finish and hand over"
PutToWork = Callable[..., AtWork]


def save(page: Page, **answers: object) -> Page:
    """Save a page; q_lives stands for the field q-lives, i_0_helper for i-0-q-helper."""
    return page.submit(SAVE, **{_field(name): value for name, value in answers.items()})


def _field(name: str) -> str:
    kind, _, rest = name.partition("_")
    if kind == "i":
        number, _, question = rest.partition("_")
        return f"i-{number}-q-{question}"
    return f"q-{rest}"


def hidden(page: Page, question: str) -> bool:
    """Whether a question of a page is there but not to be seen."""
    (found,) = [each for each in page.root.all("div") if each.get("data-question") == question]
    return "hidden" in found


def links_of_errors(page: Page) -> list[str]:
    summary = next(each for each in page.root.all("div") if "govuk-error-summary" in each.classes)
    return [link.get("href").removeprefix("#") for link in summary.all("a")]


# --- starting -------------------------------------------------------------------------------------


def test_a_step_that_came_in_says_what_is_asked_and_by_when(priya: AtWork) -> None:
    page = priya.open(f"/steps/{priya.step.id}")
    assert page.says("Wed 18 Nov 2026")
    assert page.says(priya.step.came_from or "nobody")
    assert priya.look(priya.step).status is StepStatus.INCOMING


@on_both_databases
def test_starting_a_step_starts_it_today_in_the_story_and_is_an_event(priya: AtWork) -> None:
    priya.open(f"/steps/{priya.step.id}").submit("Start")
    step = priya.look(priya.step)
    assert step.status is StepStatus.STARTED
    assert str(step.started_on) == "2026-11-10"
    assert len(priya.events(EventKind.STEP_STARTED)) == 1


def test_a_started_step_is_in_progress_on_the_work_view(priya: AtWork) -> None:
    save(priya.open_step("home"), q_lives="no", q_matters="Her own kitchen.")
    assert priya.open("/work").says("In progress (1)")


def test_what_earlier_steps_say_stands_beside_the_pages(priya: AtWork) -> None:
    assert priya.open_step("home").says("What is happening for")


# --- pages ----------------------------------------------------------------------------------------


@on_both_databases
def test_a_page_that_was_saved_shows_what_was_typed_when_it_is_opened_again(priya: AtWork) -> None:
    date = {"q-since-day": "1", "q-since-month": "2", "q-since-year": "1999"}
    typed = {"q-lives": "yes", "q-with_whom": "Alan & Claire <both>", "q-matters": "Line one.\r\n\r\n  Line two."}
    priya.open_step("home").submit(SAVE, **typed, **date)
    page = priya.open_step("home")
    assert {name: page.value(name) for name in date} == date
    assert page.value("q-lives") == "yes"
    assert page.value("q-with_whom") == "Alan & Claire <both>"
    assert page.value("q-matters").split("\n")[-1] == "  Line two."


def test_a_complete_page_leads_to_the_next_section(priya: AtWork) -> None:
    after = save(priya.open_step("home"), q_lives="no", q_matters="Her own kitchen.")
    assert after.path == f"/steps/{priya.step.id}"
    assert after.says("1 of 3 done")


def test_page_by_page_a_complete_page_leads_to_the_next_page(put_to_work: PutToWork) -> None:
    worked = put_to_work("page")
    assert worked.open_step().path == f"/steps/{worked.step.id}/pages/home"
    after = save(worked.open_step("home"), q_lives="no", q_matters="Her own kitchen.")
    assert after.path == f"/steps/{worked.step.id}/pages/helpers"
    assert worked.open_step().path == f"/steps/{worked.step.id}/pages/helpers"


def test_every_message_of_the_error_summary_leads_to_a_field_of_the_page(priya: AtWork) -> None:
    page = save(priya.open_step("home"), q_lives="yes")
    assert len(page.errors) == 1 or len(page.errors) == 3
    page = save(page)
    ids = {each.get("id") for each in page.root.all() if "id" in each}
    assert len(page.errors) == 3
    assert set(links_of_errors(page)) == {"q-with_whom", "q-since-day", "q-matters"}
    assert set(links_of_errors(page)) <= ids


def test_nothing_that_was_typed_is_lost_when_a_page_has_errors(priya: AtWork) -> None:
    page = priya.open_step("home").submit(
        SAVE,
        **{"q-lives": "yes", "q-with_whom": "Alan", "q-since-day": "31", "q-since-month": "2", "q-since-year": "1999"},
    )
    assert page.title.startswith("Error: ")
    assert page.errors[0] == "The answer to “Since when?” must be a real date, like 10 11 2026"
    assert (page.value("q-with_whom"), page.value("q-since-day"), page.value("q-since-year")) == ("Alan", "31", "1999")
    again = priya.open_step("home")
    assert (again.value("q-with_whom"), again.value("q-since-day"), again.value("q-since-month")) == ("Alan", "31", "2")


def test_errors_that_were_shown_are_one_event_with_their_words(priya: AtWork) -> None:
    page = save(priya.open_step("home"), q_lives="no")
    (event,) = priya.events(EventKind.ERRORS_SHOWN)
    assert event.data["messages"] == page.errors


def test_a_question_that_an_answer_opens_is_shown_before_it_is_called_missing(priya: AtWork) -> None:
    page = priya.open_step("home")
    assert hidden(page, "q-with_whom")
    opened = save(page, q_lives="yes", q_matters="Her own kitchen.")
    assert opened.errors == []
    assert opened.says("Your answers opened more questions on this page.")
    assert not hidden(opened, "q-with_whom")
    assert save(opened).errors == ["Answer “Who lives there?”", "Answer “Since when?”"]


def test_leaving_for_now_keeps_what_is_not_complete_without_errors(priya: AtWork) -> None:
    page = priya.open_step("home").submit("Save and leave for now", **{"q-matters": "Her own"})
    assert page.path == f"/steps/{priya.step.id}"
    assert page.errors == []
    assert priya.answers["matters"] == "Her own"
    assert page.says("Started")


def test_the_script_saves_a_draft_without_an_event(priya: AtWork) -> None:
    page = priya.open_step("home")
    before = len(priya.events(EventKind.ANSWER_CHANGED))
    sent = {name: page.value(name) for name in ("csrf_token", "sitting", "revision")}
    saved = priya.pages.post(f"{page.path}/draft", {**sent, "q-matters": "Her ow"})
    assert saved.response.json is not None
    assert saved.response.json["revision"] == 1
    assert priya.answers == {"matters": "Her ow"}
    assert len(priya.events(EventKind.ANSWER_CHANGED)) == before


# --- items ----------------------------------------------------------------------------------------


def test_another_item_can_be_added_and_keeps_what_was_typed_before(priya: AtWork) -> None:
    page = priya.open_step("helpers").submit("Add another helper", **{"i-0-q-helper": "Alan"})
    assert page.errors == []
    assert page.value("i-0-q-helper") == "Alan"
    assert page.controls("i-1-q-helper")


def test_an_item_can_be_removed_and_the_others_stay(priya: AtWork) -> None:
    page = priya.open_step("helpers").submit("Add another helper", **{"i-0-q-helper": "Alan"})
    page = page.submit("Add another helper", **{"i-1-q-helper": "Claire"})
    page = page.submit("Remove Alan")
    assert priya.answers["helpers"][0] == {"helper": "Claire"}  # type: ignore[index]
    assert page.value("i-0-q-helper") == "Claire"


def test_no_more_items_are_offered_than_the_page_may_have(priya: AtWork) -> None:
    page = priya.open_step("helpers")
    for number, name in enumerate(("Alan", "Claire")):
        page = page.submit("Add another helper", **{f"i-{number}-q-helper": name})
    assert page.controls("i-2-q-helper")
    assert not page.says("Add another helper")


def test_errors_of_an_item_lead_to_its_own_field(priya: AtWork) -> None:
    page = priya.open_step("helpers").submit(
        "Add another helper", **{"i-0-q-helper": "Alan", "i-0-q-helps_with": "Meals."}
    )
    page = save(page, i_1_helper="Claire")
    assert page.errors == ["Answer “What do they do?”"]
    assert links_of_errors(page) == ["i-1-q-helps_with"]


# --- what looks real ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Ring her on 01245 430431.", "01245 430431 looks like a telephone number"),
        ("Write to rose@council.gov.uk.", "rose@council.gov.uk looks like an e-mail address"),
        ("NHS number 401 023 2137.", "401 023 2137 looks like an NHS number"),
        ("She lives at CM1 1QH.", "CM1 1QH looks like a postcode"),
        ("Her number is AB 12 34 56 C.", "AB 12 34 56 C looks like a National Insurance number"),
    ],
)
def test_what_looks_like_a_real_person_is_pointed_out_before_it_is_saved(priya: AtWork, words: str, told: str) -> None:
    page = save(priya.open_step("home"), q_lives="no", q_matters=words)
    assert page.says(f"{told}.")
    assert page.value("q-matters") == words
    assert priya.answers == {}


def test_what_looks_real_is_kept_when_she_says_that_it_is_made_up(priya: AtWork) -> None:
    page = save(priya.open_step("home"), q_lives="no", q_matters="Ring her on 01245 430431.")
    page.submit(SAVE, fictional="yes")
    assert priya.answers["matters"] == "Ring her on 01245 430431."


def test_fictional_numbers_are_not_pointed_out(priya: AtWork) -> None:
    save(priya.open_step("home"), q_lives="no", q_matters="Ring 01632 960123.")
    assert priya.answers["matters"] == "Ring 01632 960123."


# --- checking and finishing -----------------------------------------------------------------------


def test_check_answers_lists_what_is_missing_with_its_page(priya: AtWork) -> None:
    save(priya.open_step("home"), q_lives="no")
    page = priya.check()
    assert page.says("Answer “What matters to")
    there = page.follow("Answer “What matters to")
    assert there.path.startswith(f"/steps/{priya.step.id}/pages/home")
    assert save(there, q_matters="Her own kitchen.").path == f"/steps/{priya.step.id}/check"


def test_check_answers_lists_what_is_set_aside_and_why(priya: AtWork) -> None:
    page = priya.open_step("home").submit(SAVE, **{"q-lives": "yes", "q-with_whom": "Alan"})
    save(page, q_lives="no", q_matters="Her own kitchen.")
    check = priya.check()
    assert check.says("Set aside (1)")
    assert check.says("asked only when “lives with others”")
    assert priya.answers["with_whom"] == "Alan"


def test_what_was_set_aside_is_not_handed_over(priya: AtWork) -> None:
    priya.open_step("home").submit(SAVE, **{"q-lives": "yes", "q-with_whom": "Alan"})
    priya.fill_in()
    priya.check().submit(FINISH, action="agree")
    assert "with_whom" not in (priya.look(priya.step).answers or {})


def test_a_step_that_is_not_complete_is_not_finished(priya: AtWork) -> None:
    priya.fill_in()
    check = priya.check()
    priya.open_step("decision").submit("Save and leave for now", **{"q-reasons": None})
    page = check.submit(FINISH, action="agree")
    assert page.errors
    assert priya.look(priya.step).status is StepStatus.STARTED


@on_both_databases
def test_a_finished_step_fills_the_record_and_goes_to_a_colleague_who_answers(priya: AtWork) -> None:
    priya.fill_in()
    page = priya.check().submit(FINISH, action="agree")
    assert page.says("Finished")
    assert page.says("Dawn Fisher: “Say more.”")
    assert page.says("Thu 12 Nov 2026"), "two days have passed in the story"
    step = priya.look(priya.step)
    assert (step.status, step.actions) == (StepStatus.FINISHED, ["agree"])
    assessment = priya.db.scalars(select(Assessment).where(Assessment.case_id == step.case_id)).one()
    assert (assessment.decision, assessment.carers) == ("eligible", [{"name": "Alan", "does": "Meals."}])


def test_what_came_back_is_put_right_and_sent_again(priya: AtWork) -> None:
    priya.fill_in()
    priya.check().submit(FINISH, action="agree")
    page = priya.open("/work")
    assert page.says("Returned to you (1)")
    returned = page.follow("Put right")
    assert returned.says("Say more.")
    returned = returned.submit("Put right")
    check = priya.open(f"{returned.path}/check")
    assert check.says("Two outcomes.")
    assert check.submit(FINISH, action="agree").says("Finished")


def test_a_compulsory_action_goes_with_the_finished_step(priya: AtWork) -> None:
    priya.fill_in()
    save(priya.open_step("risk"), q_risk="yes")
    check = priya.check()
    assert check.says("1 compulsory")
    check.submit(FINISH, action="agree")
    step = priya.look(priya.step)
    assert set(step.actions or []) == {"concern", "agree"}
    assert priya.db.scalars(select(Step).where(Step.definition_id == "safeguarding")).one().from_step_id == step.id


def test_a_step_is_not_finished_without_its_compulsory_action(priya: AtWork) -> None:
    priya.fill_in()
    check = priya.check()
    save(priya.open_step("risk"), q_risk="yes")
    page = check.submit(FINISH, action="agree")
    assert page.errors == ["“Raise a safeguarding concern” must be one of the next actions"]
    assert priya.look(priya.step).status is StepStatus.STARTED


def test_a_note_that_is_required_is_asked_for_and_what_was_chosen_stays(priya: AtWork) -> None:
    priya.fill_in()
    save(priya.open_step("decision"), q_decision="not-eligible")
    check = priya.check()
    page = check.submit(FINISH, action="close")
    assert page.errors
    assert page.value("action") == "close"
    page.submit(FINISH, **{"note-close": "She manages well with her family."})
    assert priya.look(priya.step).status is StepStatus.FINISHED


def test_an_offered_action_starts_work_of_her_own(priya: AtWork) -> None:
    priya.fill_in()
    priya.check().submit(FINISH, action=["agree", "advise"])
    priya.db.rollback()
    assert priya.db.scalars(select(Step).where(Step.definition_id == "advice")).one().worker_id == "priya"
    assert priya.open("/work").says("Send advice")


def test_a_finished_step_is_read_as_it_was_asked(priya: AtWork) -> None:
    priya.fill_in()
    priya.check().submit(FINISH, action="agree")
    page = priya.open(f"/steps/{priya.step.id}")
    assert page.says("What matters to")
    assert page.says("Her own kitchen.")
    assert not page.controls("q-matters")
    assert priya.open(f"/steps/{priya.step.id}/pages/home").path == f"/steps/{priya.step.id}"


def test_work_that_the_workflow_does_not_have_can_only_be_looked_at(priya: AtWork) -> None:
    elsewhere = priya.db.scalars(select(Step).where(Step.person_id == "carl")).one()
    elsewhere.version_id = elsewhere.definition_id = None
    priya.db.commit()
    assert priya.open(f"/steps/{elsewhere.id}").status == 200
    assert priya.open(f"/steps/{elsewhere.id}/pages/home").status == 404


@pytest.mark.parametrize("address", ["/steps/nothing", "/steps/{}/pages/nothing", "/people/nobody"])
def test_what_is_not_there_is_not_found(priya: AtWork, address: str) -> None:
    priya.open_step()
    assert priya.open(address.format(priya.step.id)).status == 404


# --- another value than the one that was worked out ---------------------------------------------------


def test_a_worker_may_put_another_amount_in_place_of_a_computed_one_and_says_why(priya: AtWork) -> None:
    priya.fill_in()
    page = priya.open_step("decision")
    assert page.says("£17.00")
    page = page.submit(SAVE, **{"q-guide-value": "25.50"})
    assert page.error_beside("q-guide-reason") == "Say why “Indicative budget” should be another value"
    page = page.submit(SAVE, **{"q-guide-value": "lots", "q-guide-reason": "A second carer."})
    assert page.error_beside("q-guide-value") == "Indicative budget must be an amount in pounds, like 24.50"
    page.submit(SAVE, **{"q-guide-value": "25.50"})
    assert priya.check().says("£25.50 (A second carer.)")


def test_an_amount_that_was_put_in_place_stays_with_its_reason_when_the_step_is_finished(priya: AtWork) -> None:
    priya.fill_in()
    priya.open_step("decision").submit(SAVE, **{"q-guide-value": "25.50", "q-guide-reason": "A second carer."})
    priya.check().submit(FINISH, action="agree")
    step = priya.look(priya.step)
    assert step.answers is not None
    assert step.answers["guide"] == {"value": 2550, "reason": "A second carer."}
