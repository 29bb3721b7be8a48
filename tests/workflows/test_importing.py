"""Forms that others have, brought in: everything accounted for, addresses left behind, and what comes out loads."""

import io
import json
from datetime import date

import pytest
from ruamel.yaml import YAML

from casework.records.facts import CATALOGUE
from casework.workflows import engine
from casework.workflows.importing.fhir import import_questionnaire
from casework.workflows.importing.hackney import import_hackney
from casework.workflows.importing.report import Ids, NotAForm, without_addresses
from casework.workflows.loader import load_lists, load_text
from config import ROOT

DATA = ROOT / "tests" / "workflows" / "data" / "importing"
LISTS = load_lists(ROOT / "seed_data/lists")


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def hackney():
    return import_hackney(read("forms.json"), read("next_steps.json"))


@pytest.fixture(scope="module")
def fhir():
    return import_questionnaire(read("questionnaire.json"))


def loaded(imported, workflow_id):
    stream = io.StringIO()
    YAML(typ="safe").dump(imported.workflows[workflow_id], stream)
    siblings = dict.fromkeys(imported.workflows, ROOT)
    return load_text(stream.getvalue(), f"{workflow_id}.yaml", lists=LISTS, catalogue=CATALOGUE, siblings=siblings)


def question(imported, workflow_id, label, nth=0):
    found = [
        one
        for section in imported.workflows[workflow_id]["sections"]
        for page in section["pages"]
        for one in page["questions"]
        if one.get("label") == label
    ]
    return found[nth]


def said(imported, words):
    return [line for line in (*imported.report.fields, *imported.report.others) if words in str(line)]


# --- counting again, from the raw JSON, in another way than the importers do -----------------------------


def fields_of(text):
    """Everything with a type and a question, wherever it stands."""
    found = []

    def keep(thing):
        if "type" in thing and "question" in thing:
            found.append(thing)
        return thing

    json.loads(text, object_hook=keep)
    return found


def test_every_field_of_hackneys_forms_is_in_the_report_once(hackney):
    independent = fields_of((DATA / "forms.json").read_text(encoding="utf-8"))
    assert len(hackney.report.fields) == len(independent) == sum(hackney.report.counts().values())
    assert sorted(line.what for line in hackney.report.fields) == sorted(each["type"] for each in independent)


def test_every_item_of_a_questionnaire_is_in_the_report_once(fhir):
    text = (DATA / "questionnaire.json").read_text(encoding="utf-8")
    assert len(fhir.report.fields) == sum(fhir.report.counts().values()) == text.count('"linkId"')


def test_what_is_refused_is_refused_with_a_reason(hackney, fhir):
    for imported in (hackney, fhir):
        assert [line for line in imported.report.fields if line.outcome != "imported" and not line.why] == []


# --- what comes out is a workflow --------------------------------------------------------------------------


def test_every_workflow_brought_in_loads(hackney, fhir):
    for imported in (hackney, fhir):
        for workflow_id in imported.workflows:
            found = loaded(imported, workflow_id)
            assert [each for each in found.problems if each.severity == "error"] == []


def test_no_address_mailbox_or_webhook_is_carried_over(hackney, fhir):
    for imported in (hackney, fhir):
        everything = json.dumps(imported.workflows) + "\n".join(imported.report.say())
        assert "@example.org" not in everything
        assert "https://" not in everything


# --- Hackney: the traps of the source -------------------------------------------------------------------------


def test_a_form_for_several_kinds_of_work_becomes_a_workflow_for_each(hackney):
    assert set(hackney.workflows) == {
        "needs_assessment",
        "needs_assessment_reassessment",
        "needs_assessment_review",
        "screening",
    }
    titles = [section["title"] for section in hackney.workflows["needs_assessment_review"]["sections"]]
    assert titles == ["About you", "Looking back", "Finish"]


def test_a_filter_that_names_no_kind_of_work_is_told_and_stops_nothing(hackney):
    assert said(hackney, "Review Read-only")


def test_a_theme_that_is_never_shown_is_refused_by_name(hackney):
    assert [line.why for line in said(hackney, "Is anybody reading this?")] == [
        "its theme is never shown in the source"
    ]


def test_ids_that_are_prose_become_ids_and_are_kept(hackney):
    one = question(hackney, "needs_assessment", "Who lives with you?")
    assert one["id"] == "who_lives_with_you"
    assert one["source_id"] == "Who lives with you&period;"
    assert one["when"] == 'does_anybody_live_with_you == "yes"'
    assert (one["rows"], one["audience"]) == (6, "brokerage, telecare")


def test_required_with_a_condition_is_required_only_while_it_shows(hackney):
    definition = loaded(hackney, "needs_assessment").definition

    def missing(answers):
        state = engine.look(definition, "form", answers, {}, date(2026, 11, 10))
        return {problem.question_id for problem in state.problems if problem.missing}

    assert "who_lives_with_you" not in missing({"does_anybody_live_with_you": "no"})
    assert "who_lives_with_you" in missing({"does_anybody_live_with_you": "yes"})


def test_a_condition_on_a_tick_list_looks_in_the_list_and_says_so(hackney):
    assert question(hackney, "needs_assessment", "What is the dog called?")["when"] == '"dog" in pets'
    assert said(hackney, "shown when “Dog” is among the answers")


def test_a_condition_that_names_nothing_is_told_and_the_question_stays(hackney):
    assert "when" not in question(hackney, "needs_assessment", "Why is that?")
    assert said(hackney, "A field that is nowhere")
    assert said(hackney, "the condition wants “Renting”")


def test_a_blank_choice_is_no_answer(hackney):
    options = question(hackney, "needs_assessment", "How do you hold your home?")["options"]
    assert [option["label"] for option in options] == ["Owner", "Tenant"]
    assert [line.outcome for line in said(hackney, "Pick one")] == ["refused"]


def test_a_group_that_repeats_is_a_page_with_its_own_conditions(hackney):
    page = next(
        page
        for section in hackney.workflows["needs_assessment"]["sections"]
        for page in section["pages"]
        if "repeat" in page
    )
    assert (page["repeat"]["each"], page["repeat"]["least"]) == ("contact", 1)
    assert page["questions"][2]["when"] == 'sort == "other"'


def test_the_same_question_under_two_ids_stays_two_questions(hackney):
    label = "Please describe the related needs and goals"
    first, second = (question(hackney, "needs_assessment_review", label, nth)["id"] for nth in (0, 1))
    assert first != second


def test_an_echo_quotes_what_was_asked_and_one_of_nothing_is_refused(hackney):
    assert question(hackney, "needs_assessment", "Who lives with you")["value"] == "who_lives_with_you"
    assert [line.outcome for line in said(hackney, "What was said (echo)")] == ["refused"]


def test_types_the_language_does_not_have_are_refused_by_name(hackney):
    assert [line.why for line in said(hackney, "(datetime)")] == ["the language has no question of the type datetime"]


def test_next_steps_become_actions_with_their_notes_and_waits(hackney):
    actions = {each["id"]: each for each in hackney.workflows["needs_assessment"]["steps"][0]["actions"]}
    assert actions["carer"] == {
        "id": "carer",
        "label": "Offer a carer's assessment",
        "starts": ["screening"],
        "hint": "For whoever helps",
        "for": "carer",
        "note": "required",
    }
    assert actions["broker"]["waits_for"] == "approval"
    assert actions["broker"]["tells"] == "A message to the team: Tell the brokers"
    assert actions["finish_early"]["note"] == "required"


def test_a_screening_needs_no_review_date(hackney):
    assert [section["title"] for section in hackney.workflows["screening"]["sections"]] == ["Screening"]


# --- FHIR ---------------------------------------------------------------------------------------------------------


def test_enable_when_becomes_a_condition(fhir):
    assert question(fhir, "fallsathome", "How often?")["when"] == 'q_1_1 == "yes"'
    assert question(fhir, "fallsathome", "Where?")["when"] == '(q_1_2 > 1 and q_1_1 == "yes")'
    assert question(fhir, "fallsathome", "When was the last fall?")["when"] == "(q_1_2 >= 3 or answered(q_1_5))"


def test_a_condition_on_a_choice_of_several_looks_in_the_list(fhir):
    assert question(fhir, "fallsathome", "What happened in the kitchen?")["when"] == '"kitchen" in q_1_3'


def test_an_open_choice_has_a_line_for_something_else(fhir):
    assert question(fhir, "fallsathome", "What else?")["when"] == 'q_1_5 == "something-else"'


def test_answers_outside_the_file_are_refused(fhir):
    assert [line.outcome for line in fhir.report.fields if line.where.startswith("1.6")] == ["refused"]


def test_what_may_be_answered_several_times_is_asked_again_and_again(fhir):
    pages = [page for section in fhir.workflows["fallsathome"]["sections"] for page in section["pages"]]
    assert [page["title"] for page in pages if "repeat" in page] == ["People who help", "Medicine"]


def test_a_question_under_a_question_shows_when_that_is_answered(fhir):
    assert question(fhir, "fallsathome", "Weighed on")["when"] == "answered(q_3_3)"


# --- the small parts ------------------------------------------------------------------------------------------------


def test_ids_made_from_the_same_prose_differ():
    ids = Ids()
    assert [ids.make("Who’s there?", "q"), ids.make("Who's there", "q"), ids.make("???", "q")] == [
        "who_s_there",
        "who_s_there_2",
        "q",
    ]


def test_addresses_are_taken_out_of_words():
    assert without_addresses("Write to a.b@c.org or www.d.org") == "Write to (address left out) or (address left out)"


@pytest.mark.parametrize(
    "data", [{}, [], [{"id": "x"}], {"resourceType": "Patient"}, {"resourceType": "Questionnaire"}]
)
def test_a_file_of_another_kind_is_told_what_was_expected(data):
    with pytest.raises(NotAForm):
        import_questionnaire(data)
    if data:
        with pytest.raises(NotAForm):
            import_hackney(data)
