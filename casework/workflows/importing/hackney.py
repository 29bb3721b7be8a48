"""Hackney Council's open “core pathways” forms: forms of themes of steps of fields, and the next steps after them.

A theme becomes a section, a step a page, and a form one workflow for each kind of work its themes are filtered by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casework.workflows.expressions import RESERVED
from casework.workflows.importing.report import (
    NO_FACT,
    Ids,
    Imported,
    Line,
    NotAForm,
    Outcome,
    Report,
    options_of,
    without_addresses,
)

WORK_TYPES = ("Assessment", "Reassessment", "Review")
SLOTS = ("Morning", "Afternoon", "Evening", "Night", "Any time")
SIMPLE = {
    "text": "text",
    "textarea": "textarea",
    "date": "date",
    "socialCareId": "person",
    "timetable": "weekly_timetable",
}
CHOICES = {"radios": "radios", "select": "select", "checkboxes": "checkboxes", "combobox": "select"}
NOT_CARRIED = ("datetime", "tags")
IGNORED_KEYS = ("placeholder", "default", "error")
STEP = "form"
SHOWS_NOW = "it shows always now, in the source never"
COMPARED_WITH_A_LIST = "the source compares the list with one word, so that it never shows"
MOST_ITEMS = 20


def import_hackney(forms: object, next_steps: object = ()) -> Imported:
    """Workflows from the parsed JSON of forms and, where there is one, of next steps. Raises NotAForm."""
    if not isinstance(forms, list) or not all(isinstance(form, dict) and "themes" in form for form in forms):
        raise NotAForm("expected a list of forms, each with an id, a name and themes")
    if not isinstance(next_steps, list | tuple) or not all(isinstance(each, dict) for each in next_steps):
        raise NotAForm("expected a list of next steps, each with an id and a title")
    report = Report()
    ids = Ids()
    names = {str(form.get("id", "")): ids.make(str(form.get("name") or form.get("id")), "form") for form in forms}
    workflows: dict[str, dict[str, Any]] = {}
    shared = _shared_steps(forms)
    seen: set[int] = set()
    for form in forms:
        variants = _variants(form, report)
        for kind in variants:
            own = names[str(form.get("id", ""))]
            workflow_id = own if kind in (None, variants[0]) else ids.make(f"{own} {kind}", "form")
            maker = _Form(form, workflow_id, kind, report, names, shared, seen)
            workflows[workflow_id] = maker.workflow([each for each in next_steps if _appears_on(each, form)])
    report.others = list(dict.fromkeys(report.others))  # what holds for several kinds of work is told once
    return Imported(workflows, report)


def _appears_on(next_step: Mapping[str, Any], form: Mapping[str, Any]) -> bool:
    return form.get("id") in (next_step.get("formIds") or [])


def _shared_steps(forms: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Steps that stand in several forms with the same content: the text of a step → the forms."""
    found: dict[str, list[str]] = {}
    for form in forms:
        for theme in form.get("themes") or []:
            for step in theme.get("steps") or []:
                named = found.setdefault(repr(step), [])
                if str(form.get("name")) not in named:
                    named.append(str(form.get("name")))
    return {text: named for text, named in found.items() if len(named) > 1}


def _variants(form: Mapping[str, Any], report: Report) -> list[str | None]:
    """The kinds of work a form is for, one workflow each; None where nothing of it is filtered."""
    filters = [theme.get("typeFilter") for theme in form.get("themes") or []]
    if not any(filters):
        return [None]
    named = {str(kind) for each in filters for kind in each or []}
    for unknown in sorted(named - set(WORK_TYPES)):
        why = "no kind of work has this name in the source; it changes nothing"
        report.others.append(Line(str(form.get("name")), f"typeFilter “{unknown}”", "changed", why))
    kinds: list[str | None] = [kind for kind in WORK_TYPES if kind in named]
    return kinds or [None]


@dataclass
class _Asked:
    """A field that became a question: what a condition may say of it."""

    question: str
    kind: str
    codes: dict[str, str] = field(default_factory=dict)


@dataclass
class _Form:
    form: Mapping[str, Any]
    workflow_id: str
    kind: str | None
    report: Report
    names: Mapping[str, str]
    shared: Mapping[str, list[str]]
    seen: set[int]
    """What was told already, by another variant of the form."""

    def __post_init__(self) -> None:
        self.ids = Ids(RESERVED)
        self.pages = Ids()
        self.asked: dict[tuple[str, str], _Asked] = {}
        self.exits: list[str] = []

    def workflow(self, next_steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        title = str(self.form.get("name") or self.form.get("id"))
        sections = [section for theme in self._themes() if (section := self._section(theme))]
        if not self._is_screening():
            sections.append(self._finish())
        return {
            "id": self.workflow_id,
            "title": title if self.kind in (None, "Assessment") else f"{title}: {str(self.kind).casefold()}",
            "summary": "Brought in from the “core pathways” forms of Hackney Council.",
            "presentation": "task_list",
            "begins": STEP,
            "steps": self._steps(title, next_steps),
            "sections": sections,
        }

    def _is_screening(self) -> bool:
        return "screening" in str(self.form.get("id", "")).casefold()

    # --- themes and steps

    def _themes(self) -> Iterator[Mapping[str, Any]]:
        filtered = any(theme.get("typeFilter") for theme in self.form.get("themes") or [])
        for theme in self.form.get("themes") or []:
            wanted = theme.get("typeFilter")
            if not filtered or self.kind in (wanted or []):
                yield theme
            elif not set(wanted or []) & set(WORK_TYPES):
                for step in theme.get("steps") or []:
                    for one in step.get("fields") or []:
                        self._refuse_whole(
                            f"{theme.get('name')} › {step.get('name')}", one, "its theme is never shown in the source"
                        )

    def _refuse_whole(self, where: str, one: Mapping[str, Any], why: str) -> None:
        self._tell(where, one, "refused", why)
        for inner in one.get("subfields") or []:
            self._tell(f"{where} › {one.get('question')}", inner, "refused", why)

    def _section(self, theme: Mapping[str, Any]) -> dict[str, Any] | None:
        title = str(theme.get("name") or theme.get("id"))
        pages = [page for step in theme.get("steps") or [] for page in self._pages(step, title)]
        if not pages:
            return None
        return {
            "id": self.pages.make(title, "section"),
            "step": STEP,
            "title": without_addresses(title),
            "pages": pages,
        }

    def _pages(self, step: Mapping[str, Any], theme: str) -> Iterator[dict[str, Any]]:
        """A step's pages: one, or several where it holds groups that repeat."""
        name = str(step.get("name") or step.get("id"))
        where = f"{theme} › {name}"
        if repr(step) in self.shared and id(step) not in self.seen:
            self.seen.add(id(step))
            others = [each for each in self.shared[repr(step)] if each != self.form.get("name")]
            why = f"the same page stands in {', '.join(others)}; each workflow has a copy of its own"
            self.report.others.append(Line(where, "shared step", "changed", why))
        if step.get("earlyFinish"):
            self.exits.append(name)
        questions: list[dict[str, Any]] = []
        written = 0
        for one in step.get("fields") or []:
            if one.get("type") in ("repeaterGroup", "repeater"):
                if questions:
                    yield self._page(name, written, questions)
                    questions, written = [], written + 1
                yield self._repeated(step, one, where)
            else:
                questions.extend(self._question(step, one, where))
        if questions:
            yield self._page(name, written, questions)

    def _page(self, name: str, written: int, questions: list[dict[str, Any]]) -> dict[str, Any]:
        title = without_addresses(name)
        return {
            "id": self.pages.make(name if not written else f"{name} continued", "page"),
            "title": title if not written else f"{title}, continued",
            "questions": questions,
        }

    def _repeated(self, step: Mapping[str, Any], group: Mapping[str, Any], where: str) -> dict[str, Any]:
        label = str(group.get("question") or group.get("id"))
        inner = group.get("subfields") or [{"id": group.get("id"), "question": label, "type": "text", "required": True}]
        self._tell(
            where,
            group,
            "imported" if group.get("type") == "repeaterGroup" else "changed",
            "" if group.get("type") == "repeaterGroup" else "a page with one question, asked again and again",
        )
        page_id = self.ids.make(str(group.get("id") or label), "each")
        scope = f"{step.get('id')}›{group.get('id')}"
        questions: list[dict[str, Any]] = []
        for one in inner:
            if group.get("subfields"):
                questions.extend(self._question({"id": scope}, one, f"{where} › {label}"))
            else:
                questions.append(self._base(one, self.ids.make(f"{label} item", "item")) | {"type": "text"})
        page = {
            "id": page_id,
            "title": without_addresses(label),
            "repeat": {
                "each": without_addresses(str(group.get("itemName") or "entry")),
                "least": 1 if group.get("required") else 0,
                "most": MOST_ITEMS,
                "records": "nothing",
                "because": NO_FACT,
            },
            "questions": questions
            or [
                {
                    "id": self.ids.make("nothing carried", "q"),
                    "type": "guidance",
                    "text": "Nothing of this group could be brought in.",
                }
            ],
        }
        when = self._condition(step, group, where)
        return page | ({"when": when} if when else {})

    # --- fields

    def _tell(self, where: str, one: Mapping[str, Any], outcome: Outcome, why: str = "") -> None:
        if id(one) in self.seen:
            return
        self.seen.add(id(one))
        name = without_addresses(str(one.get("question") or one.get("id")))
        line = Line(f"{self.form.get('name')} › {where} › {name}", str(one.get("type")), outcome, why)
        self.report.fields.append(line)

    def _question(self, step: Mapping[str, Any], one: Mapping[str, Any], where: str) -> Iterator[dict[str, Any]]:
        kind = str(one.get("type"))
        if kind == "echo":
            yield from self._quote(one, where)
            return
        if kind not in SIMPLE and kind not in CHOICES:
            why = f"the language has no question of the type {kind}"
            self._tell(
                where, one, "refused", why if kind in NOT_CARRIED else f"{why}, and the source does not say what it is"
            )
            return
        changes: list[str] = []
        question_id = self.ids.make(str(one.get("id") or one.get("question")), "q")
        question = self._base(one, question_id)
        asked = _Asked(question_id, kind)
        if kind in CHOICES:
            labels = [str(choice.get("value") or choice.get("label") or "") for choice in one.get("choices") or []]
            shown = {
                str(choice.get("value") or choice.get("label") or ""): str(choice.get("label") or "")
                for choice in one.get("choices") or []
            }
            options, asked.codes = options_of(labels)
            if not options:
                self._tell(where, one, "refused", "it has no choices")
                return
            for label, option in zip(asked.codes, options, strict=True):
                if shown[label] and shown[label] != label:
                    option["label"] = without_addresses(shown[label])
            if len(options) < len(labels):
                changes.append("an empty or repeated choice is left out; nothing chosen is no answer")
            if kind == "combobox":
                changes.append("a list to choose from, without typing into it")
            question |= {"type": CHOICES[kind], "options": options}
        else:
            question["type"] = SIMPLE[kind]
        if kind == "timetable":
            question["rows"] = list(SLOTS)
            changes.append("minutes for each slot and day; the source’s row “Any day” is left out")
        self.asked[str(step.get("id")), str(one.get("id"))] = asked
        when = self._condition(step, one, where)
        if when:
            question["when"] = when
        if one.get("id") != question_id:
            question["source_id"] = without_addresses(str(one.get("id")))
        question |= {"records": "nothing", "because": NO_FACT}
        self._tell(where, one, "changed" if changes else "imported", "; ".join(changes))
        yield question
        if kind == "timetable" and one.get("summaryStats"):
            yield {
                "id": self.ids.make(f"{question_id} total", "total"),
                "type": "computed",
                "label": "Minutes a week",
                "value": f"{question_id}.minutes",
                "records": "nothing",
                "because": NO_FACT,
            }
            why = "minutes are added up; the yearly cost at one flat rate is left out, since rates are the record’s"
            self.report.others.append(Line(where, "summaryStats", "changed", why))

    def _base(self, one: Mapping[str, Any], question_id: str) -> dict[str, Any]:
        label = without_addresses(str(one.get("question") or one.get("id") or "").strip()) or "Question without words"
        base: dict[str, Any] = {"id": question_id, "type": "", "label": label}
        if hint := without_addresses(str(one.get("hint") or "")):
            base["hint"] = hint
        if not one.get("required"):
            base["optional"] = True
        if isinstance(one.get("rows"), int) and one.get("type") == "textarea":
            base["rows"] = min(max(one["rows"], 1), 40)
        width = "".join(each for each in str(one.get("className") or "").rpartition("width-")[2] if each.isdigit())
        if "width-" in str(one.get("className") or "") and width:
            base["width"] = int(width)
        if teams := one.get("interestedTeams"):
            base["audience"] = ", ".join(map(str, teams)) if isinstance(teams, list) else str(teams)
        return base

    def _quote(self, one: Mapping[str, Any], where: str) -> Iterator[dict[str, Any]]:
        step_id, _, field_id = str(one.get("path") or "").partition(".")
        quoted = self.asked.get((step_id, field_id))
        if quoted is None:
            self._tell(where, one, "refused", f"it repeats “{one.get('path')}”, which is not asked before it")
            return
        self._tell(where, one, "imported")
        label = without_addresses(str(one.get("question") or "").strip()) or "Answered before"
        yield {
            "id": self.ids.make(str(one.get("id") or label), "quote"),
            "type": "quote",
            "label": label,
            "value": quoted.question,
        }

    # --- conditions

    def _condition(self, step: Mapping[str, Any], one: Mapping[str, Any], where: str) -> str:
        written = one.get("conditions") or (
            [one["condition"]] if isinstance(one.get("condition"), dict) else one.get("condition") or []
        )
        name = f"{where} › {one.get('question') or one.get('id')}"
        parts = [part for each in written if (part := self._one_condition(step, each, name))]
        return " and ".join(parts)

    def _one_condition(self, step: Mapping[str, Any], condition: Mapping[str, Any], name: str) -> str:
        wanted, value = str(condition.get("id")), str(condition.get("value"))
        asked = self.asked.get((str(step.get("id")), wanted))
        if asked is None:
            why = f"the condition names “{wanted}”, which is not asked before it on this page; {SHOWS_NOW}"
            self._other(name, why)
            return ""
        if asked.codes:
            if value not in asked.codes:
                self._other(name, f"the condition wants “{value}”, which is no choice of “{wanted}”; {SHOWS_NOW}")
                return ""
            code = asked.codes[value]
            if asked.kind == "checkboxes":
                self._other(name, f"shown when “{value}” is among the answers; {COMPARED_WITH_A_LIST}")
                return f'"{code}" in {asked.question}'
            return f'{asked.question} == "{code}"'
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{asked.question} == "{escaped}"'

    def _other(self, where: str, why: str) -> None:
        line = Line(f"{self.form.get('name')} › {where}", "condition", "changed", why)
        self.report.others.append(line)

    # --- finishing, and what comes next

    def _finish(self) -> dict[str, Any]:
        return {
            "id": self.pages.make("finish", "finish"),
            "step": STEP,
            "title": "Finish",
            "pages": [
                {
                    "id": self.pages.make("next review", "page"),
                    "title": "Next review",
                    "questions": [
                        {
                            "id": self.ids.make("next review on", "q"),
                            "type": "date",
                            "label": "When is the next review?",
                            "records": "review.due_on",
                        }
                    ],
                }
            ],
        }

    def _steps(self, title: str, next_steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        panel = any(each.get("waitForQamApproval") for each in next_steps)
        ids = Ids(("submit", "finish_early", "come_back"))
        actions: list[dict[str, Any]] = [
            {
                "id": "submit",
                "label": "Send to your manager",
                "to": "approve",
                "requires": "complete",
                "one_of": "done",
            },
        ]
        if self.exits:
            actions.append(
                {
                    "id": "finish_early",
                    "label": "Stop here and send to your manager",
                    "to": "approve",
                    "note": "required",
                    "one_of": "done",
                }
            )
            self.report.others.append(
                Line(
                    str(self.form.get("name")),
                    "earlyFinish",
                    "changed",
                    f"one way out early, with a note, in place of one after each of: {', '.join(self.exits)}",
                )
            )
        actions.extend(self._next_action(each, ids) for each in next_steps)
        actions.append({"id": "come_back", "label": "Save and come back later"})
        steps: list[dict[str, Any]] = [
            {
                "id": STEP,
                "title": title,
                "kind": "review" if self.kind == "Review" else "assessment",
                "role": "social_worker",
                "actions": actions,
            },
            _approval("approve", "Check and agree", "team_manager", "panel" if panel else "closed"),
        ]
        if panel:
            steps.append(_approval("panel", "Quality assurance panel", "panel", "closed"))
        if any(not each.get("workflowToStart") for each in next_steps):
            steps.append(
                {
                    "id": "for_another_team",
                    "title": "For another team",
                    "kind": "support",
                    "role": "duty_worker",
                    "actions": [{"id": "done", "label": "Done", "to": "closed", "requires": "complete"}],
                }
            )
        return [*steps, {"id": "closed", "title": "Closed", "ends": True}]

    def _next_action(self, next_step: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
        title = without_addresses(str(next_step.get("title") or next_step.get("id")))
        started = next_step.get("workflowToStart")
        name = f"{self.form.get('name')} › {title}"
        changes = []
        action: dict[str, Any] = {
            "id": ids.make(str(next_step.get("id") or title), "next"),
            "label": title,
            "starts": [self.names.get(str(started)) or Ids().make(str(started), "form")]
            if started
            else ["for_another_team"],
        }
        if hint := without_addresses(str(next_step.get("description") or "")):
            action["hint"] = hint
        if next_step.get("waitForApproval") or next_step.get("waitForQamApproval"):
            action["waits_for"] = "approval"
            if next_step.get("waitForQamApproval"):
                changes.append("it begins when the manager has agreed, in the source only after the panel")
        if next_step.get("createForDifferentPerson"):
            action["for"] = "carer"
            changes.append("it is for whoever is recorded as the carer, where the source asks for a number")
        if next_step.get("handoverNote"):
            action["note"] = "required"
        for key in ("email", "webhook"):
            if next_step.get(key):
                action["tells"] = f"A message to the team: {title}"
                changes.append(f"the {key} address is not carried over; a team is named in its place")
        if not started:
            changes.append("it begins a step for another team, because the source starts nothing")
        line = Line(name, "next step", "changed" if changes else "imported", "; ".join(changes))
        self.report.others.append(line)
        return action


def _approval(step_id: str, title: str, role: str, then: str) -> dict[str, Any]:
    return {
        "id": step_id,
        "title": title,
        "kind": "approval",
        "role": role,
        "reads": [STEP],
        "actions": [
            {"id": "agreed", "label": "Agree", "to": then, "one_of": "decision"},
            {
                "id": "sent_back",
                "label": "Send back with comments",
                "to": STEP,
                "note": "required",
                "one_of": "decision",
            },
        ],
    }
