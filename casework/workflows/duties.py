"""Which duties of the Care Act a workflow meets, on which ways through it, and by which questions.

A prompt for a lawyer, not advice. A question counts by the fact it records: a `duty:` written beside a question that
records something else is no evidence. On a way, a question counts when it must be answered there; for what only some
answers call for, when it can be asked there, also in a workflow that is started from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from casework.workflows.definition import PUBLIC_ROLES, Action, Definition, Page, Question, Step
from casework.workflows.duty_list import DUTY_LIST, Duty, Need, Stage
from casework.workflows.reasoning import must_hold
from casework.workflows.ways import Way, Ways, is_complete, ways_of

LABEL = "A prompt for a lawyer, not advice."

Status = Literal["every path", "some paths", "no path", "cannot tell", "does not apply"]
STATUSES: tuple[Status, ...] = ("every path", "some paths", "no path", "cannot tell", "does not apply")

_FEW = 3
"""So many facts of one part of the record on a step make that part: one question more or fewer changes nothing."""
_PARTS: dict[Stage, tuple[str, int]] = {
    "reviewed": ("review.", 4),
    "safeguarding": ("safeguarding.", 4),
    "capacity": ("capacity.", 4),
    "carer": ("carers_assessment.", 12),
}
_MONEY = ("finance.", "budget.", "rate.")


@dataclass(frozen=True)
class Evidence:
    """A question that records what a duty needs. workflow: the one it is asked in, when it is another."""

    step: str
    question: str
    label: str
    fact: str
    workflow: str = ""


@dataclass(frozen=True)
class NeedResult:
    """One thing a duty needs. example: a way that lacks it, in words, or ""."""

    need: Need
    status: Status
    by: tuple[Evidence, ...]
    example: str = ""


@dataclass(frozen=True)
class DutyResult:
    """What is said of one duty. missing: what it lacks, in words; why: what else was found against it, or left open.

    explained: why the workflow itself says that it leaves the duty out, or "". beside: marked as evidence for this
    duty and not counted, because what is recorded is not what the duty needs.
    """

    duty: Duty
    status: Status
    needs: tuple[NeedResult, ...] = ()
    missing: tuple[str, ...] = ()
    example: str = ""
    why: str = ""
    explained: str = ""
    beside: tuple[Evidence, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether nothing is left to do: met on every path, not asked for, or explained."""
        return self.status in ("every path", "does not apply") or bool(self.explained)

    @property
    def by(self) -> tuple[Evidence, ...]:
        return tuple(dict.fromkeys(found for need in self.needs for found in need.by))


def duties_of(definition: Definition, others: Mapping[str, Definition] | None = None) -> list[DutyResult]:
    """The twelve duties, in order. others: workflows by id, for those that this one starts."""
    judging = _Judging(definition, others or {})
    return [judging.duty(duty) for duty in DUTY_LIST]


@dataclass
class _Recorded:
    """What a step, or all that begins there, records: facts that must be answered, facts that may, and by what."""

    surely: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    by: dict[str, list[Evidence]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def add(self, other: "_Recorded", *, surely: bool = True) -> None:
        self.surely |= other.surely if surely else set()
        self.maybe |= other.maybe | other.surely
        self.unknown |= other.unknown
        for fact, evidence in other.by.items():
            self.by.setdefault(fact, []).extend(each for each in evidence if each not in self.by.get(fact, ()))


@dataclass
class _Looked:
    """One way through: what it comes to, and what is recorded on it.

    asked_for_some: what its steps, and those its last step may lead to, ask of people with other answers.
    """

    way: Way
    stages: set[Stage]
    recorded: _Recorded
    refused: bool
    asked_for_some: _Recorded

    @property
    def said(self) -> str:
        return said(self.way)


def said(way: Way) -> str:
    """A way in words: its steps, and the action that ends it."""
    titles = " → ".join(f"“{step.title}”" for step, _ in way)
    return f"{titles}, ended by “{way[-1][1].label}”" if way else ""


class _Judging:
    def __init__(self, definition: Definition, others: Mapping[str, Definition]) -> None:
        self.definition = definition
        self.others = others
        self.ways: Ways = ways_of(definition)
        self._steps: dict[tuple[str, str, bool], _Recorded] = {}
        self._workflows: dict[str, _Recorded] = {}
        ways, self.all_ways = self.ways.all()
        self.looked = [self.look(way) for way in ways]
        self.is_door = any(step.role in PUBLIC_ROLES for step in definition.steps) and not any(
            "assessed" in each.stages for each in self.looked
        )

    # --- what is recorded

    def look(self, way: Way) -> _Looked:
        whole = _Recorded()
        stages: set[Stage] = set()
        refused = False
        main: list[set[str]] = []
        for step, action in way:
            own = self.of_step(step, action)
            whole.add(own)
            main.append(own.surely | own.maybe)
            refused = refused or self.is_refusal(step, action)
            for other, must in [(action, True), *self.ways.beside(step, action)]:
                for name in other.starts:
                    whole.add(self.started(name, {each.id for each, _ in way}), surely=must)
        stages = self.stages(way, main, refused)
        return _Looked(way, stages, whole, refused, self.for_some(way))

    def for_some(self, way: Way) -> _Recorded:
        recorded = _Recorded()
        ahead = [self.ways.target_of(action) for action in way[-1][0].actions] if way else []
        for step in dict.fromkeys([*(step.id for step, _ in way), *(step.id for step in ahead if step)]):
            for action in self.ways.exits(self.ways.steps[step]):
                recorded.add(self.of_step(self.ways.steps[step], action), surely=False)
        return recorded

    def stages(self, way: Way, main: list[set[str]], refused: bool) -> set[Stage]:
        found: set[Stage] = set()
        own = set[Stage]()
        for (step, action), facts in zip(way, main, strict=True):
            if self.is_refusal(step, action):
                found.add("case")
                continue
            reviewing = "reviewed" in own
            if step.kind in ("contact", "triage") and _has(facts, "contact."):
                found.add("case")
            if _many(facts, "assessment.") and step.kind not in ("contact", "triage", "support") and not reviewing:
                found |= {"case", "assessed"}
            if _many(facts, "plan.") and not reviewing:
                found.add("planned")
            own |= {stage for stage, (part, least) in _PARTS.items() if _many(facts, part, least)}
        if "case" not in found:
            found = own
        elif not refused and "planned" not in found:
            found.add("not_eligible" if "assessed" in found else "advised")
        return found

    def is_refusal(self, step: Step, action: Action) -> bool:
        """Whether a step is left for an end because the person refuses: the duty to assess ends (section 11)."""
        target = self.ways.target_of(action)
        if is_complete(action) or action.when is None or target is None or not target.ends:
            return False
        for page in self.definition.pages(step.id):
            for question in page.questions:
                if question.fact == "assessment.consent":
                    code = next((local for local, each in question.codes.items() if each == "refused"), "refused")
                    condition = f'{question.id} == "{code}"'
                    verdict = must_hold(self.definition, step.id, condition, [action.when], complete=False)
                    return verdict.answer == "yes"
        return False

    def of_step(self, step: Step, action: Action) -> _Recorded:
        key = (step.id, action.when or "", is_complete(action))
        if key not in self._steps:
            recorded = _Recorded()
            given = [action.when] if action.when else []
            for page in self.definition.pages(step.id):
                self.of_page(step, page, given, is_complete(action), recorded)
            self._steps[key] = recorded
        return self._steps[key]

    def of_page(self, step: Step, page: Page, given: list[str], complete: bool, recorded: _Recorded) -> None:
        must, can = self.ways.shows(step, page.when, given, complete)
        if not can:
            return
        inside = [*given, page.when] if page.when else given
        for question, fact in _recording(page):
            if page.repeat:
                inner_must, inner_can = question.when is None and page.repeat.least > 0, True
            else:
                inner_must, inner_can = self.ways.shows(step, question.when, inside, complete)
            if not inner_can:
                continue
            surely = must and inner_must and complete and not question.optional
            (recorded.surely if surely else recorded.maybe).add(fact)
            recorded.by.setdefault(fact, []).append(Evidence(step.title, question.id, question.label, fact))

    def started(self, name: str, done: set[str]) -> _Recorded:
        """What a step of this workflow that begins beside the way records, with all after it; or another workflow."""
        recorded = _Recorded()
        if name in self.ways.steps:
            for way in self.ways.onward(name, joins=frozenset(done)) if not self.ways.steps[name].ends else ():
                for step, action in way:
                    if step.id not in done:
                        recorded.add(self.of_step(step, action), surely=False)
            return recorded
        if name not in self._workflows:
            self._workflows[name] = self.of_workflow(name, frozenset([self.definition.id]))
        return self._workflows[name]

    def of_workflow(self, name: str, seen: frozenset[str]) -> _Recorded:
        recorded = _Recorded()
        other = self.others.get(name)
        if other is None:
            recorded.unknown.add(name)
            return recorded
        if name in seen:
            return recorded
        titles = {step.id: step.title for step in other.steps}
        for section in other.sections:
            for page in section.pages:
                for question, fact in _recording(page):
                    recorded.maybe.add(fact)
                    evidence = Evidence(titles.get(section.step, ""), question.id, question.label, fact, other.title)
                    recorded.by.setdefault(fact, []).append(evidence)
        for step in other.steps:
            for action in step.actions:
                for further in action.starts:
                    if further not in titles:
                        recorded.add(self.of_workflow(further, seen | {name}))
        return recorded

    # --- what is said of a duty

    def duty(self, duty: Duty) -> DutyResult:
        needs = tuple(self.need(need) for need in duty.needs)
        asked = [each for each in needs if each.status != "does not apply"]
        against = list(self.against(duty)) if asked else []
        lacking = [each for each in asked if each.status != "every path"]
        status = self.together(duty, asked, bool(against))
        return DutyResult(
            duty,
            status,
            needs,
            tuple(dict.fromkeys(each.need.words for each in lacking if each.status in ("some paths", "no path"))),
            next((each.example for each in lacking if each.example), ""),
            " ".join([*against, *self.open(lacking)]),
            self.definition.leaves_out.get(duty.id, ""),
            tuple(self.beside(duty)),
        )

    def together(self, duty: Duty, asked: list[NeedResult], against: bool) -> Status:
        if not asked:
            return "does not apply"
        if any(each.status == "cannot tell" for each in asked):
            return "cannot tell"
        met = [self.is_met_on(duty, way) for way in self.looked if any(n.stage in way.stages for n in duty.needs)]
        if not any(met):
            return "no path"
        return "every path" if all(met) and not against and self.all_ways else "some paths"

    def is_met_on(self, duty: Duty, way: _Looked) -> bool:
        return all(self.has(way, need) for need in duty.needs if need.stage in way.stages)

    def need(self, need: Need) -> NeedResult:
        ways = [way for way in self.looked if need.stage in way.stages]
        if not ways:
            return NeedResult(need, "does not apply", ())
        by = [found for way in ways for fact in need.facts for found in self.there(way, need).get(fact, ())]
        lacking = [way for way in ways if not self.has(way, need)]
        evidence = tuple(dict.fromkeys(by))
        if not lacking:
            return NeedResult(need, "every path", evidence)
        if self.is_door or all(way.recorded.unknown for way in lacking):
            return NeedResult(need, "cannot tell", evidence, lacking[0].said)
        return NeedResult(need, "no path" if len(lacking) == len(ways) else "some paths", evidence, lacking[0].said)

    def has(self, way: _Looked, need: Need) -> bool:
        there = self.there(way, need) if need.where_it_applies else way.recorded.surely
        return any(fact in there for fact in need.facts)

    def there(self, way: _Looked, need: Need) -> dict[str, list[Evidence]]:
        return {**way.asked_for_some.by, **way.recorded.by} if need.where_it_applies else way.recorded.by

    def open(self, lacking: list[NeedResult]) -> Iterator[str]:
        if any(each.status == "cannot tell" for each in lacking):
            names = sorted({name for way in self.looked for name in way.recorded.unknown})
            if self.is_door:
                yield "What is asked behind this front door decides."
            elif names:
                yield f"It may be met in {' and '.join(names)}, which was not looked at."
        if not self.all_ways:
            yield f"Only the first {len(self.looked):,} ways were looked at."

    def against(self, duty: Duty) -> Iterator[str]:
        """What stands against a duty apart from what is recorded."""
        if duty.id == "D01-need":
            yield from self.money_closes()
        if duty.id == "D09-review" and not self.can_assess_again():
            yield "No review leads back to an assessment."

    def money_closes(self) -> Iterator[str]:
        """Ends before an assessment that hang on money or on eligibility."""
        for way in self.looked:
            if "advised" not in way.stages or not way.way:
                continue
            step, action = way.way[-1]
            facts = self.asked_by(action.when or "")
            if any(fact.startswith(_MONEY) or fact == "assessment.decision" for fact in facts):
                yield f"“{action.label}” in “{step.title}” closes by money or eligibility, before any assessment."

    def asked_by(self, condition: str) -> set[str]:
        """The facts a condition hangs on."""
        asks = self.ways.asks(condition)
        facts = {question.fact or "" for _, _, question in self.definition.every_question() if question.id in asks}
        return facts | {name.removeprefix("record.") for name in asks if name.startswith("record.")}

    def can_assess_again(self) -> bool:
        reviews = {
            step.id
            for step in self.definition.steps
            if any(
                question.fact == "review.outcome"
                for page in self.definition.pages(step.id)
                for question in page.questions
            )
        }
        assesses = {
            step.id
            for step in self.definition.steps
            if step.kind == "assessment"
            or _many({q.fact or "" for p in self.definition.pages(step.id) for q in p.questions}, "assessment.")
        }
        ahead = set(reviews)
        for _ in self.definition.steps:
            ahead |= {a.to for s in self.definition.steps if s.id in ahead for a in s.actions if a.to}
            names = {n for s in self.definition.steps if s.id in ahead for a in s.actions for n in a.starts}
            if ahead - reviews & assesses and (ahead & assesses):
                return True
            if any(other in self.others and self._reviews_elsewhere(other) for other in names):
                return True
        return False

    def _reviews_elsewhere(self, name: str) -> bool:
        other = self.others[name]
        return any(step.kind == "assessment" for step in other.steps)

    def beside(self, duty: Duty) -> Iterator[Evidence]:
        counted = {fact for need in duty.needs for fact in need.facts}
        titles = {step.id: step.title for step in self.definition.steps}
        for section in self.definition.sections:
            for page in section.pages:
                facts = {question.id: fact for question, fact in _recording(page)}
                for question in page.questions:
                    if question.duty == duty.id and facts.get(question.id) not in counted:
                        yield Evidence(titles.get(section.step, ""), question.id, question.label, question.fact or "")


def _recording(page: Page) -> Iterator[tuple[Question, str]]:
    """The questions of a page with the facts they record; in a repeated page, with the list before the field."""
    for question in page.questions:
        if question.fact is None:
            continue
        if question.fact.startswith("."):
            if page.repeat and page.repeat.fact:
                yield question, page.repeat.fact + question.fact
        else:
            yield question, question.fact


def _has(facts: set[str], part: str) -> bool:
    return any(fact.startswith(part) for fact in facts)


def _many(facts: set[str], part: str, least: int = _FEW) -> bool:
    return sum(fact.startswith(part) for fact in facts) >= least
