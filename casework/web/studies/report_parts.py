"""What a report says, as blocks that a page and a PDF both draw: {heading}, {text}, {list}, {table}, {panels}.

There are two copies. The team's has counts as they are; the one to share hides counts of 1 to 4 and draws nobody's
mark. In neither is a code of a participant, nor words of somebody who did not agree to be quoted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from casework.database import Db
from casework.findings.claims import ClaimFound, claims_of
from casework.findings.found import Found, findings_of
from casework.findings.reading import NOT_FOUND, reader_test
from casework.findings.results import Results, results
from casework.findings.shared import SharedClaim, people_met, shared_claim, without_codes
from casework.lab import claims as plans
from casework.lab.debriefs import days_of, debriefings_of_day
from casework.lab.models import Session, Study
from casework.lab.observations import SEVERITIES
from casework.lab.queries import sessions_of
from casework.lab.study_file import StudyFile, file_of
from casework.lab.vocabulary import ObservationKind
from casework.statistics.suppression import HIDDEN, SMALLEST_SHOWN, suppress
from casework.web.joining.forms import ROLES
from casework.web.page import day
from casework.web.studies import plan_words

Block = dict[str, Any]

NO_ROLE = "Did not say, or not asked"
MOST_HEADLINES = 3
MOST_QUOTES = 2
TOO_FEW_TO_SHARE = (
    "Fewer than five people took part. What they did is for the research team alone: no figures are shared."
)


@dataclass(frozen=True)
class Reported:
    """A study as its report sees it. is_shared: the copy that may leave the team."""

    db: Db
    study: Study
    is_shared: bool
    file: StudyFile = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", file_of(self.study))

    @cached_property
    def results(self) -> Results:
        return results(self.db, self.study)

    @cached_property
    def sessions(self) -> list[Session]:
        """Sessions of people who joined, without pilots."""
        return [each for each in sessions_of(self.db, self.study) if each.joined_at and not each.is_pilot]

    @cached_property
    def claims(self) -> list[ClaimFound]:
        return claims_of(self.db, self.study, self.results)

    @cached_property
    def shared_claims(self) -> list[SharedClaim]:
        return [shared_claim(found, claim.measure) for found, claim in zip(self.claims, self.file.claims, strict=True)]

    @cached_property
    def findings(self) -> list[Found]:
        """Those that were put in the report, the most serious first."""
        kept = [each for each in findings_of(self.db, self.study) if each.finding.is_in_report]
        return sorted(kept, key=lambda each: (-(each.finding.severity or 0), each.finding.number))

    @property
    def took_part(self) -> int:
        return len(self.sessions)

    @property
    def has_figures(self) -> bool:
        return not self.is_shared or self.took_part >= SMALLEST_SHOWN

    def words(self, text: str) -> str:
        """What people of the team wrote, without codes."""
        return without_codes(text.strip(), [each.participant.code for each in self.sessions])

    def met(self, found: Found) -> str:
        return people_met(found) if self.is_shared else found.said


def facts_of(said: Reported) -> list[str]:
    """The lines under the title."""
    copy = "Copy to share: counts of 1 to 4 are hidden." if said.is_shared else "The team’s copy: not to be passed on."
    return [f"{said.study.title}.", f"{_when(said)} {copy}"]


# --- the full report -------------------------------------------------------------------------------


def report(said: Reported) -> list[Block]:
    """Question, who took part, what was expected, what happened, what changes, what this cannot carry."""
    return [
        *_question(said),
        *_in_short(said),
        *_people(said),
        *_expected(said),
        *_happened(said),
        *_read(said),
        *_found(said),
        *_left_out(said),
        *_limits(said),
        *_made(said),
    ]


def _question(said: Reported) -> Iterator[Block]:
    yield {"heading": "The question"}
    yield {"text": said.study.question}
    if said.study.hypothesis:
        yield {"text": f"What we expected: {said.study.hypothesis}"}


def _in_short(said: Reported) -> Iterator[Block]:
    yield {"heading": "In short"}
    yield {"list": [*_headlines(said), *[_in_a_line(said, each) for each in said.findings[:MOST_HEADLINES]]]}


def _headlines(said: Reported) -> list[str]:
    if not said.has_figures:
        return [TOO_FEW_TO_SHARE]
    claims: Sequence[ClaimFound | SharedClaim] = said.shared_claims if said.is_shared else said.claims
    return [f"{each.headline}. {each.tag[1]}." for each in claims] or ["The plan made no claim: this is a description."]


def _in_a_line(said: Reported, found: Found) -> str:
    return f"{said.words(found.finding.title)}: {said.met(found)}"


def _people(said: Reported) -> Iterator[Block]:
    yield {"heading": "Who took part"}
    joined = said.took_part
    yield {"text": f"{_people_of(joined)} took part. {_when(said)} {plan_words.MODES[said.file.mode]}. {_arms(said)}"}
    if not said.has_figures:
        return
    rows = [
        [f"{arm.mark}  {arm.title}", str(people) if not said.is_shared or people >= SMALLEST_SHOWN else HIDDEN]
        for arm, people in zip(said.results.arms, said.results.people, strict=True)
    ]
    yield _table("People with a run that counts, by arm", ["Arm", "People"], rows)
    roles = Counter(ROLES.get(each.participant.role or "", NO_ROLE) for each in said.sessions)
    if joined and roles.keys() != {NO_ROLE}:
        shown = _counts(list(roles.values())) if said.is_shared else list(roles.values())
        yield _table(
            "Their roles",
            ["Role", "People"],
            [[role, HIDDEN if n is None else str(n)] for role, n in zip(roles, shown, strict=True)],
        )


def _counts(counts: list[int]) -> list[int | None]:
    """Counts of a list whose total is known, small ones hidden."""
    (kept,) = suppress([counts]).cells
    return kept


def _expected(said: Reported) -> Iterator[Block]:
    yield {"heading": "What we expected, and when it was written down"}
    sealed = said.study.sealed_at
    first = min((each.joined_at for each in said.sessions if each.joined_at), default=None)
    if sealed is None:
        yield {"text": "The plan was not sealed: its claims may be younger than the sessions, and nothing is compared."}
    elif first and sealed > first:
        yield {"text": f"The plan was sealed on {day(sealed)}, after the first session had begun."}
    else:
        yield {"text": f"The plan was sealed on {day(sealed)}, before the first session that counts."}
    rows = []
    for claim in said.file.claims:
        needed = plans.needed(said.file, claim)
        enough = plan_words.people(said.file, needed.people) if needed else "more than a thousand"
        against = f"{plan_words.value(claim, claim.expected_a)} against {plan_words.value(claim, claim.expected_b)}"
        people = f"{claim.people} planned; {enough} needed"
        rows.append([claim.says, plan_words.MEASURES[claim.measure], against, people])
    if rows:
        yield _table("The planned claims", ["Claim", "Measured by", "Worth acting on", "People"], rows)
    yield {"text": plan_words.design(said.file)}


def _happened(said: Reported) -> Iterator[Block]:
    yield {"heading": "What happened"}
    if not said.has_figures:
        yield {"text": TOO_FEW_TO_SHARE}
        return
    if not said.claims:
        yield {"text": "The plan made no claim. What each task showed is on the results page."}
    shown: Sequence[ClaimFound | SharedClaim] = said.shared_claims if said.is_shared else said.claims
    for claim in shown:
        arms = claim.arms if isinstance(claim, SharedClaim) else [arm for arm, _, _ in claim.rows]
        yield {"sub": claim.headline}
        yield {"text": f"Planned: “{claim.says.rstrip('.')}”. {claim.tag[1]}. {claim.limit}"}
        panels = [part.panel for part in claim.parts if part.panel]
        if panels:
            says = "Bar: interval; tick: estimate." if isinstance(claim, SharedClaim) else claim.drawn_as
            yield {"panels": panels, "id": f"claim-{claim.number}-drawn", "under": claim.under, "says": says}
        yield _table(
            f"Claim {claim.number}, by arm",
            [claim.what, *[arm.mark for arm in arms]],
            [[part.label, *part.said] for part in claim.parts],
            f"{claim.method}.",
        )


def _read(said: Reported) -> Iterator[Block]:
    """What others found out from what participants handed over."""
    found = reader_test(said.db, said.study)
    if not found.counted:
        return
    yield {"heading": "What it was like to read what was written"}
    readers, asked = {one.reader for one in found.counted}, len(found.by_question)
    if said.is_shared and len(readers) < SMALLEST_SHOWN:
        yield {"text": "A few people who had not been in these sessions read some of what was handed over."}
    else:
        yield {
            "text": f"{_people_of(len(readers))} who had not been in these sessions read {len(found.counted)} of the "
            f"records that were handed over, and answered {asked} questions from each. Nothing was claimed "
            "beforehand: what follows is description."
        }
    fewest = min(sum(one.arm is arm for one in found.counted) for arm in found.arms)
    if said.is_shared and fewest < SMALLEST_SHOWN:
        yield {"text": "Fewer than five records were read with a workflow: no figures are shared."}
        return
    figures = [each for each in found.figures if not (said.is_shared and each.label == NOT_FOUND)]
    yield _table(
        "Readers, by workflow",
        ["Measure", *(f"{arm.mark}  {arm.title}" for arm in found.arms)],
        [[each.label, *each.values] for each in figures],
    )


def _found(said: Reported) -> Iterator[Block]:
    yield {"heading": "What we found, and what changes"}
    if not said.findings:
        yield {"text": "No finding was put in the report."}
    for found in said.findings:
        finding = found.finding
        yield {"sub": said.words(finding.title)}
        serious = f" How serious: {SEVERITIES[finding.severity]}." if finding.severity else ""
        yield {"text": f"{said.words(finding.what)} Met by {said.met(found)}.{serious}"}
        if quotes := _quotes(found):
            yield {"list": quotes}
        yield {"text": _what_changes(said, found)}


def _quotes(found: Found) -> list[str]:
    """Words of people who agreed to be quoted, from one to another; who said them is not told."""
    said = [
        card.note.text
        for card in found.cards
        if card.note.kind is ObservationKind.SAID and "quoted" in (card.session.participant.consent_choices or [])
    ]
    return [f"“{text.strip()}” – somebody who took part" for text in said[:MOST_QUOTES]]


def _what_changes(said: Reported, found: Found) -> str:
    finding = found.finding
    suggested = said.words(finding.recommendation or "")
    told = [f"We suggest: {suggested}" if suggested else "No change is suggested."]
    if finding.changed_version_id:
        told.append(f"The workflow was changed for it (version {finding.changed_version_id[:7]}).")
    if finding.gone_because:
        gone = {True: "It went away", False: "It did not go away", None: "Whether it went away cannot be told"}
        told.append(f"{gone[finding.has_gone]} in the study that followed.")
    return " ".join(told)


def _left_out(said: Reported) -> Iterator[Block]:
    yield {"heading": "What was left out"}
    left = said.results.left_out
    why = Counter(said.words(each.why) for each in left)
    if left and not said.is_shared:
        by = {said.words(each.why): each.by for each in left}
        rows = [[reason, str(n), by[reason]] for reason, n in why.items()]
        yield _table("Runs that do not count", ["Why", "Runs", "Decided by"], rows)
    elif left:
        yield {"text": f"Some runs do not count. Why: {'; '.join(why)}."}
    else:
        yield {"text": "No run was left out by hand."}
    yield {"text": "Warm-ups, pilots and rehearsals with robots are in no figure."}


def _limits(said: Reported) -> Iterator[Block]:
    yield {"heading": "What this cannot carry"}
    cases = len(said.file.cases)
    told = [
        f"It is about {'one fictional case' if cases == 1 else f'{cases} fictional cases'} in a laboratory. "
        "What people do with real cases, at their own desks, over weeks, it cannot tell.",
        f"{_people_of(said.took_part)} took part, who agreed to; nobody drew them at random from all practitioners.",
    ]
    if any(each.verdict.kind == "description" for each in said.claims):
        told.append("“Description only” says nothing about which way of working does better in general.")
    if any(each.verdict.kind == "cannot be known" for each in said.claims):
        told.append(
            "“Cannot be known yet”: so few people or cases could not show the planned difference if it is there."
        )
    if any(each.verdict.kind == "not shown" for each in said.claims):
        told.append("“Not shown” is not “there is none”: the data fit everything within the interval.")
    if sum(claim.primary for claim in said.file.claims) > 1:
        told.append("Several claims were planned; their p-values are adjusted together (Holm 1979).")
    waiting = sum(run.outcome == "not judged" for task in said.results.tasks for run in task.runs)
    if waiting and not said.is_shared:
        told.append(f"{waiting} runs wait for the facilitator’s judgement and are in no rate.")
    if said.results.under_way:
        told.append("Not every session has ended: these figures will change.")
    if any(claim.measure == "correct" for claim in said.file.claims):
        told.append("Decisions are held against what experts decided, and experts can be wrong too.")
    yield {"list": told}


def _made(said: Reported) -> Iterator[Block]:
    yield {"heading": "How it was made"}
    versions = [
        f"{arm.mark}: {arm.title}, {f'version {arm.version_id}' if arm.version_id else 'not in Casework'}"
        for arm in said.results.arms
    ]
    yield {"list": [*versions, f"Drawn at random from seed {said.study.seed}", *_methods(said)]}
    if said.is_shared:
        hidden = sum(each.hidden for each in said.shared_claims)
        many = f"{hidden or 'none'} {'is' if hidden < 2 else 'are'} hidden"
        why = "one of 1 to 4, or one from which such a count could be worked out"
        yield {"text": f"“{HIDDEN}” is a hidden count: {why}. In the tables of the claims {many}."}


def _methods(said: Reported) -> list[str]:
    sources = {
        "completion": "Shares of people: adjusted Wald interval (Agresti and Coull 1998; Sauro and Lewis 2005)",
        "correct": "Decisions: Wilson interval for each; for all, people resampled with all their decisions",
        "time": "Working time: geometric mean, t interval on logarithms (Sauro and Lewis 2010); pauses taken out",
        "sus": "System Usability Scale (Brooke 1996), t interval",
        "ease": "Single Ease Question (Sauro and Dumas 2009), t interval",
    }
    used = dict.fromkeys(claim.measure for claim in said.file.claims)
    return [sources[measure] for measure in used]


# --- one page for a room, and one for those who took part -----------------------------------------


def show_and_tell(said: Reported) -> list[Block]:
    """One page: the question, at most three headlines, one surprise, what changes, what it cannot carry."""
    headlines = (_headlines(said) + [_in_a_line(said, each) for each in said.findings])[:MOST_HEADLINES]
    blocks: list[Block] = [
        {"heading": "The question"},
        {"text": said.study.question},
        {"heading": "What we saw"},
        {"list": headlines},
    ]
    if surprise := _surprise(said):
        blocks += [{"heading": "What surprised us"}, {"text": surprise}]
    changes = [_what_changes(said, each) for each in said.findings if each.finding.recommendation]
    blocks += [
        {"heading": "What changes"},
        {"list": changes[:MOST_HEADLINES]} if changes else {"text": "Nothing yet: no finding here suggests a change."},
        {"heading": "What this cannot carry"},
        {"text": f"{_people_of(said.took_part)}, fictional cases, one laboratory. It ranks neither people nor teams."},
    ]
    return blocks


def _surprise(said: Reported) -> str:
    """The last surprise that a debrief wrote down."""
    told = [
        one.surprise
        for date in days_of(said.db, said.study)
        for debriefing in debriefings_of_day(said.db, said.study, date)
        if not debriefing.session.is_pilot
        for one in debriefing.said
        if one.surprise
    ]
    return said.words(told[-1]) if told else ""


def for_practitioners(said: Reported) -> list[Block]:
    """What was learned from those who took part, in plain words, for them."""
    found = [f"{said.words(each.finding.title)}. {said.words(each.finding.what)}" for each in said.findings]
    changes = [said.words(each.finding.recommendation) for each in said.findings if each.finding.recommendation]
    return [
        {"heading": "Thank you"},
        {"text": f"{_people_of(said.took_part)} gave us time of a working day. This is what we learned from you."},
        {"heading": "What we wanted to know"},
        {"text": said.study.question},
        {"heading": "What we saw"},
        {"list": [*_headlines(said), *found]},
        {"heading": "What changes because of it"},
        {"list": changes} if changes else {"text": "Nothing has been decided yet. We will tell you when it is."},
        {"heading": "What we did not do"},
        {
            "list": [
                "We tested ways of working, never you. Nobody’s result is in this, and your employer is shown none.",
                "A count of 1 to 4 people is hidden, so that nobody can be picked out.",
                f"What was kept of your session is deleted after {said.file.keep_months} months at the latest, unless "
                "you agreed to longer. With your code you can have it deleted before.",
            ]
        },
    ]


# --- pieces ----------------------------------------------------------------------------------------


def _table(caption: str, head: list[str], rows: list[list[str]], note: str = "") -> Block:
    return {"table": {"caption": caption, "head": head, "rows": rows, "note": note}}


def _people_of(n: int) -> str:
    return "Nobody" if n == 0 else "One person" if n == 1 else f"{n} people"


def _when(said: Reported) -> str:
    days = sorted(each.joined_at.date() for each in said.sessions if each.joined_at)
    if not days:
        return "No session has been held yet."
    return f"Held on {day(days[0])}." if days[0] == days[-1] else f"Held from {day(days[0])} to {day(days[-1])}."


def _arms(said: Reported) -> str:
    if len(said.results.arms) == 1:
        return ""
    return "Each person worked in one arm." if said.file.design == "between" else "The same people worked in every arm."
