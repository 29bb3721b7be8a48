"""What is wrong with a study file is told at its line, in words that say what to do. Nothing here needs a database."""

import pytest

from casework.lab.study_mistakes import Known
from casework.lab.study_reading import StudyError, read_study_text
from tests.lab.conftest import TINY

TEXT = (TINY / "study.yaml").read_text()


@pytest.fixture
def known(loaded) -> Known:
    return Known(loaded, lambda name: loaded[name].definition, ["rose", "edna", "wilf", "wanda"], ["priya", "dawn"])


@pytest.fixture
def read(known):
    """Reads the text of the tiny study with some of it replaced."""

    def read_with(*changes):
        text = TEXT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return read_study_text(text, "study.yaml", known)

    return read_with


def test_a_text_without_mistakes_is_a_study(read):
    assert read().id == "tiny"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: tiny\n", "id: drafts\n", "id: no study can be called drafts"),
        ("question: Which", "questoin: Which", "questoin: there is no such key; did you mean question?"),
        ("worker: priya\n", "", "worker: this is missing"),
        ("worker: priya\n", "worker: pria\n", "worker: nobody works here as “pria”; did you mean priya?"),
        ("story_date: 2026-11-10", "story_date: soon", "story_date: "),
        ("workflow: talk_first", "workflow: talk_frist", "did you mean talk_first?"),
        ("person: edna", "person: nobody", "cases.1.person: nobody has been made as “nobody”"),
        ("person: edna", "person: wilf", "nobody meets the same person twice"),
        (
            "start_at: talk",
            "start_at: tell",
            "arms.1.start_at: talk_first has no step “tell”; choose from talk, closed",
        ),
        ("finishes: {assess: assess, talk: talk}", "finishes: {assess: assess}", "say which step completes it in talk"),
        ("finishes: {assess: assess, talk: talk}", "finishes: {assess: no}", "assess_first has no step “no”"),
        ("step: check", "step: chekc", "colleagues.0.step: no arm has the step “chekc”; did you mean check?"),
        ("does: [back, agreed]", "does: [back, agred]", "check has no action “agred”; did you mean agreed?"),
        ("contact.urgency: soon", "contact.urgency: later", "“later” is not one of same-day, soon, routine"),
        ("contact.urgency: soon", "contact.urgent: soon", "the record has no such fact; did you mean contact.urgency?"),
        ("value: eligible", "value: perhaps", "“perhaps” is not one of eligible, not-eligible"),
        ("acceptable: [eligible]", "acceptable: [maybe]", "“maybe” is not one of eligible, not-eligible"),
        (
            "who: Two social workers, when: 2026-10-01, status: proposed}",
            "who: A}\n    budget.gross_pence: {value: 34403, acceptable: [{from: 300, to: lots}], who: A}",
            "expert_answers.rose.budget.gross_pence: this is whole pence",
        ),
        (
            "who: Two social workers, when: 2026-10-01, status: proposed}",
            "who: A}\n    assessment.outcomes: {value: [nutrition, cooking], who: A}",
            "expert_answers.rose.assessment.outcomes: this is a list of nutrition,",
        ),
        ("  edna:\n", "  enda:\n", "expert_answers.enda: there is no such case; did you mean edna?"),
        ("due_on: 2026-11-18", "due_on: 2026-11-01", "this is before the day it was received"),
        ("seed: 7", "seed: 7\nseed: 8", "the key seed again"),
        ("required: true", "required: false", "consent.choices: nobody takes part without agreeing"),
        ("design: crossed", "design: cross", "design: this cannot be “cross”; choose from crossed, between or single"),
        ("seed: 7", "seed: seven", "seed: this is “seven”; expected a whole number"),
        ("story_date: 2026-11-10", "story_date: soon", "story_date: this is “soon”; expected a date; write 2026-11-10"),
        ("    minutes: 20", "    minuets: 20", "tasks.0.minuets: there is no such key; did you mean minutes?"),
        ("minutes: 20", "minutes: 0", "tasks.0.minutes: this is 0; expected at least 1"),
        ("title: Work the case", "title: ''", "tasks.0.title: this is empty"),
        ("seed: 7", "seed: 7\nquestionnaires: [umux]", "questionnaires.0: this cannot be “umux”"),
        ("seed: 7", "seed: 7\nquestionnaires: [sus, sus]", "questionnaires: “sus” is there twice"),
        (
            "minutes: 20",
            "start_at: {tell: talk}",
            "tasks.0.start_at.tell: there is no such arm; choose from assess, talk",
        ),
        ("minutes: 20", "start_at: {talk: tell}", "tasks.0.start_at.talk: talk_first has no step “tell”"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_key(read, old, new, told):
    with pytest.raises(StudyError) as error:
        read((old, new))
    assert any(told in problem for problem in error.value.problems), error.value.problems
    assert all("study.yaml:" in problem for problem in error.value.problems)


@pytest.mark.parametrize(
    ("success", "told"),
    [
        ("{}", "tasks.0.success: say when it is reached: when, expert or judged"),
        ("{when: record.assessment.decison == 'eligible'}", "tasks.0.success.when: "),
        ("{expert: assessment.decison}", "no fact “assessment.decison”; did you mean assessment.decision?"),
        ("{expert: budget.gross_pence}", "experts have said nothing about budget.gross_pence for edna"),
    ],
)
def test_a_rule_of_success_names_what_is_recorded_and_what_experts_said(read, success, told):
    with pytest.raises(StudyError) as error:
        read(("minutes: 20", f"success: {success}"))
    assert any(told in problem for problem in error.value.problems), error.value.problems


READER = """reader:
  worker: dawn
  text: You read.
  intro: About ((person)).
  questions:
    - {id: one, asks: Eligible?, fact: assessment.decision, answers: {eligible: Yes, not-eligible: No}}
    - {id: two, asks: Where?, answers: {kitchen: There, stairs: Here}, right: {rose: kitchen, edna: [stairs]}}
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("worker: dawn", "worker: down", "reader.worker: nobody works here as “down”; did you mean dawn?"),
        ("worker: dawn", "worker: priya", "reader.worker: whoever reads is somebody else than who wrote"),
        ("id: two", "id: one", "reader.questions: “one” is there twice"),
        (", right: {rose: kitchen, edna: [stairs]}", "", "reader.questions.1: say what is right"),
        ("assessment.decision", "assessment.decison", "did you mean assessment.decision?"),
        ("not-eligible: No", "perhaps: No", "assessment.decision cannot be “perhaps”"),
        ("rose: kitchen, ", "", "reader.questions.1.right: what is right for rose is missing"),
        ("rose: kitchen", "rosie: kitchen", "there is no case “rosie”; did you mean rose?"),
        ("rose: kitchen", "rose: kitschen", "“kitschen” is not among its answers; did you mean kitchen?"),
    ],
)
def test_mistakes_in_a_reader_test_are_told(read, old, new, told):
    assert old in READER
    with pytest.raises(StudyError) as error:
        read(("expert_answers:", READER.replace(old, new) + "expert_answers:"))
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_a_reader_test_without_mistakes_is_read_in(read):
    assert read(("expert_answers:", READER + "expert_answers:")).reader.questions[1].right["edna"] == ["stairs"]


CLAIM = (
    "claims: [{id: c, says: More finish, "
    "measure: completion, arms: [assess, talk], expected_a: 0.4, expected_b: 0.8, people: 8}]"
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("arms: [assess, talk]", "arms: [assess, tell]", "claims.0.arms: there is no arm “tell”"),
        ("arms: [assess, talk]", "arms: [assess, assess]", "claims.0.arms: a claim compares two different arms"),
        ("expected_b: 0.8", "expected_b: 80", "claims.0.expected_b: a rate is between 0 and 1, as 0.85: this is 80"),
        ("expected_b: 0.8", "expected_b: 0.4", "claims.0.expected_b: expect a difference"),
        ("people: 8", "people: 8, task: wrok", "claims.0.task: there is no task “wrok”; did you mean work?"),
        ("people: 8", "people: 8, spread: [1, 0.5]", "claims.0.spread: write the least and the most"),
        ("people: 8", "people: 8, alike: 1", "claims.0.alike: this is a correlation"),
        ("measure: completion", "measure: ease", "claims.0.expected_a: ease goes from 1 to 7: this is 0.4"),
        ("people: 8", "people: 12", "claims.0.people: 8 people are planned, and the claim counts on 12"),
    ],
)
def test_a_claim_names_two_arms_and_what_could_be_measured(read, old, new, told):
    assert old in CLAIM
    with pytest.raises(StudyError) as error:
        read(("seed: 7", f"seed: 7\npeople: 8\n{CLAIM.replace(old, new)}"))
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_a_right_answer_is_one_of_those_to_choose_from(read):
    with pytest.raises(StudyError, match="“Mayb” is not among the answers; did you mean Maybe"):
        read(("minutes: 20", "comprehension: [{id: next, asks: Will they ring, answers: ['Yes', Maybe], right: Mayb}]"))


@pytest.mark.parametrize(
    ("arm", "task", "told"),
    [
        ("external: Mosaic, start_at: talk", "", "arms.1.start_at: an external system has no start_at"),
        ("external: Mosaic", ", talk: talk", "tasks.0.finishes.talk: Mosaic has none of our steps"),
        ("external: Mosaic", "", "say under judged what the facilitator decides success by"),
        ("external: Mosaic, workflow: talk_first", "", "an arm is worked in a workflow, or in an external system"),
    ],
)
def test_an_arm_in_a_system_outside_ours_has_none_of_our_steps_and_is_judged(read, arm, task, told):
    with pytest.raises(StudyError) as error:
        read(
            ("workflow: talk_first, warm_up: wanda, start_at: talk", f"{arm}, warm_up: wanda"),
            ("finishes: {assess: assess, talk: talk}", f"finishes: {{assess: assess{task}}}"),
        )
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_a_mistake_is_told_at_its_line(read):
    with pytest.raises(StudyError) as error:
        read(("seed: 7", "seed: seven"))
    line = (TINY / "study.yaml").read_text().splitlines().index("seed: 7") + 1
    assert f"study.yaml:{line}:1: error: seed:" in error.value.problems[0]


ONE_ARM = (
    ("design: crossed", "design: single"),
    ("  - {id: talk, workflow: talk_first, warm_up: wanda, start_at: talk}\n", ""),
    ("finishes: {assess: assess, talk: talk}", "finishes: {assess: assess}"),
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([("design: crossed", "design: single")], "arms: a single design has one arm, and here are 2"),
        (ONE_ARM[1:], "arms: nothing is crossed with one arm; write design: single"),
    ],
)
def test_a_design_and_its_arms_must_agree(read, changes, told):
    with pytest.raises(StudyError) as refusal:
        read(*changes)
    assert any(told in problem for problem in refusal.value.problems)
