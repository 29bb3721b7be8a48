"""What can be true in a step: decided by trying every case that conditions can tell apart, with an example.

"yes" comes with answers that make it so. "no" means that no answers do: every case was tried, and where a comparison
cannot be cut into cases (sums, items of a repeated page) it was allowed to come out any way at all. Anything else is
"not checked", as is what takes more than 200,000 cases. A hidden answer is unknown, as for the engine.
"""

from collections.abc import Sequence
from datetime import date

from casework.facts import Fact
from casework.workflows.definition import Definition, Step
from casework.workflows.searching import A_DAY as A_DAY
from casework.workflows.searching import MOST_CASES as MOST_CASES
from casework.workflows.searching import Answer, Search
from casework.workflows.searching import Goal as Goal
from casework.workflows.searching import Verdict as Verdict


def can_be(
    definition: Definition,
    step_id: str,
    goals: Sequence[Goal],
    *,
    facts: dict[str, Fact] | None = None,
    complete: bool = False,
    hidden_too: bool = False,
    today: date = A_DAY,
    most_cases: int = MOST_CASES,
) -> Verdict:
    """Whether all goals can come out as wanted at once, in a step.

    complete: only answers with which the step could be finished (all that is compulsory answered, every `must` kept).
    hidden_too: as if every question showed. facts: the record's, so that their codes are known.
    Raises KeyError when there is no such step; conditions that cannot be read make it "not checked".
    """
    search = Search(definition, step_id, facts or {}, today, complete, hidden_too, most_cases)
    verdict = search.verdict(goals)
    if verdict.answer != "no" or search.exact:
        return verdict
    left = most_cases - verdict.cases
    wider = Search(definition, step_id, facts or {}, today, complete, hidden_too, left, search.inexact, opaque=True)
    second = wider.verdict(goals)
    return Verdict("no" if second.answer == "no" else "not checked", cases=verdict.cases + second.cases)


def can_hold(definition: Definition, step_id: str, *conditions: str, facts: dict[str, Fact] | None = None) -> Verdict:
    """Whether these conditions can all be true at once in a step."""
    return can_be(definition, step_id, [Goal(text) for text in conditions], facts=facts)


def must_hold(
    definition: Definition,
    step_id: str,
    condition: str,
    given: Sequence[str] = (),
    *,
    facts: dict[str, Fact] | None = None,
    complete: bool = True,
) -> Verdict:
    """Whether a condition is true whenever the given ones are; when not ("no"), with answers that make it otherwise.

    complete: judged for answers with which the step could be finished.
    """
    goals = [*(Goal(text) for text in given), Goal(condition, "not true")]
    return _turned(can_be(definition, step_id, goals, facts=facts, complete=complete))


def _turned(verdict: Verdict) -> Verdict:
    turned: dict[Answer, Answer] = {"yes": "no", "no": "yes", "not checked": "not checked"}
    return Verdict(turned[verdict.answer], verdict.example, verdict.cases)


def shows(
    definition: Definition, page_id: str, step_id: str, question_id: str = "", *, facts: dict[str, Fact] | None = None
) -> Verdict:
    """Whether a page, or a question of it, can ever show."""
    page = next(page for page in definition.pages(step_id) if page.id == page_id)
    goals = [Goal(page.when)] if page.when else []
    question = next((each for each in page.questions if each.id == question_id), None)
    if question is not None and question.when:
        goals.append(Goal(question.when, page=page.id if page.repeat else ""))
    return can_be(definition, step_id, goals, facts=facts)


def answers_without_action(
    definition: Definition, step: Step, *, facts: dict[str, Fact] | None = None, most_cases: int = MOST_CASES
) -> Verdict:
    """Whether a step can be answered so that no next action is left; the example says how.

    Actions that only leave the step are no way on.
    """
    leading = [action for action in step.actions if action.leads_on]
    if not leading or any(action.when is None for action in leading):
        return Verdict("no")
    goals = [Goal(action.when, "not true") for action in leading if action.when]
    return can_be(definition, step.id, goals, facts=facts, complete=True, most_cases=most_cases)
