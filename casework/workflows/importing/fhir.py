"""FHIR Questionnaires (release 4, JSON): items become questions, groups become sections and pages.

Source: HL7 FHIR R4, resource Questionnaire, with `enableWhen` and `enableBehavior`.
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

STEP = "form"
MOST_ITEMS = 20
MOST_RADIOS = 7
YES_NO = {"true": "yes", "false": "no"}
SIMPLE = {
    "string": "text",
    "text": "textarea",
    "boolean": "yes_no",
    "decimal": "number",
    "integer": "number",
    "date": "date",
    "time": "time",
}
WITH_A_CHANGE = {
    "url": ("text", "a line of text; whether it is an address is not checked"),
    "dateTime": ("date", "the day only, without the time"),
    "quantity": ("number", "a number; its unit is in the wording"),
}
COMPARED = {"=": "==", "!=": "!=", ">": ">", "<": "<", ">=": ">=", "<=": "<="}
NEVER_CARRIED = ("url", "contact", "publisher", "identifier", "derivedFrom")


def import_questionnaire(data: object) -> Imported:
    """One workflow from the parsed JSON of a Questionnaire. Raises NotAForm."""
    if not isinstance(data, dict) or data.get("resourceType") != "Questionnaire":
        raise NotAForm("expected a FHIR Questionnaire: JSON with resourceType “Questionnaire”")
    if not isinstance(data.get("item"), list) or not data["item"]:
        raise NotAForm("the Questionnaire has no items")
    made = _Questionnaire(data)
    workflow = made.workflow()
    return Imported({workflow["id"]: workflow}, made.report)


@dataclass
class _Asked:
    question: str
    kind: str
    several: bool
    codes: dict[str, str] = field(default_factory=dict)


@dataclass
class _Questionnaire:
    data: Mapping[str, Any]
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        self.ids = Ids(RESERVED)
        self.places = Ids()
        self.asked: dict[str, _Asked] = {}

    def workflow(self) -> dict[str, Any]:
        title = without_addresses(str(self.data.get("title") or self.data.get("name") or "Questionnaire"))
        for key in NEVER_CARRIED:
            if self.data.get(key):
                why = "what names a place or a person outside the lab is not carried over"
                self.report.others.append(Line("Questionnaire", key, "refused", why))
        return {
            "id": Ids().make(str(self.data.get("name") or title), "questionnaire"),
            "title": title,
            "summary": "Brought in from a FHIR Questionnaire.",
            "presentation": "task_list",
            "begins": STEP,
            "steps": [
                {
                    "id": STEP,
                    "title": title,
                    "kind": "assessment",
                    "role": "social_worker",
                    "actions": [
                        {"id": "finish", "label": "Finish", "to": "closed", "requires": "complete"},
                        {"id": "come_back", "label": "Save and come back later"},
                    ],
                },
                {"id": "closed", "title": "Closed", "ends": True},
            ],
            "sections": list(self._sections(title)),
        }

    # --- groups

    def _sections(self, title: str) -> Iterator[dict[str, Any]]:
        """A top-level group is a section; what stands beside groups is gathered where it stands."""
        loose: list[Mapping[str, Any]] = []
        for item in self.data["item"]:
            if item.get("type") != "group":
                loose.append(item)
                continue
            if loose:
                yield from self._section(title, loose, "")
                loose = []
            self._tell(item, "imported")
            yield from self._section(_words(item), item.get("item") or [], self._when(item), repeats=item)
        if loose:
            yield from self._section(title, loose, "")

    def _section(
        self, title: str, items: Sequence[Mapping[str, Any]], when: str, repeats: Mapping[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        if repeats is not None and repeats.get("repeats"):
            pages = [self._repeated(repeats, items, when)]
        else:
            pages = list(self._pages(title, items, when))
        if pages:
            section_id = self.places.make(title, "section")
            yield {"id": section_id, "step": STEP, "title": title or "Questions", "pages": pages}

    def _pages(self, title: str, items: Sequence[Mapping[str, Any]], when: str) -> Iterator[dict[str, Any]]:
        questions: list[dict[str, Any]] = []
        for item in items:
            if item.get("type") == "group":
                if questions:
                    yield self._page(title, questions, when)
                    questions = []
                self._tell(item, "imported")
                own = _both(when, self._when(item))
                if item.get("repeats"):
                    yield self._repeated(item, item.get("item") or [], own)
                else:
                    yield from self._pages(_words(item) or title, item.get("item") or [], own)
            elif item.get("repeats") and item.get("type") not in ("choice", "open-choice"):
                if questions:
                    yield self._page(title, questions, when)
                    questions = []
                own = _both(when, self._when(item))
                yield self._repeated(item, [dict(item, repeats=False, enableWhen=[])], own)
            else:
                questions.extend(self._questions(item))
        if questions:
            yield self._page(title, questions, when)

    def _page(self, title: str, questions: list[dict[str, Any]], when: str) -> dict[str, Any]:
        page = {"id": self.places.make(title, "page"), "title": title, "questions": questions}
        return page | ({"when": when} if when else {})

    def _repeated(self, group: Mapping[str, Any], items: Sequence[Mapping[str, Any]], when: str) -> dict[str, Any]:
        title = _words(group) or "Entry"
        flat = [inner for item in items for inner in self._flat(item)]
        questions = [question for item in flat for question in self._questions(item)]
        if not questions:
            questions = [
                {"id": self.ids.make("nothing", "q"), "type": "guidance", "text": "Nothing could be brought in."}
            ]
        page = {
            "id": self.ids.make(title, "each"),
            "title": title,
            "repeat": {
                "each": "entry",
                "least": 1 if group.get("required") else 0,
                "most": MOST_ITEMS,
                "records": "nothing",
                "because": NO_FACT,
            },
            "questions": questions,
        }
        return page | ({"when": when} if when else {})

    def _flat(self, item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Items of groups inside a repeated group, which the language asks on the same page."""
        if item.get("type") != "group":
            yield item
            return
        self._tell(item, "changed", "a group inside a group that repeats: asked on the same page, once for each entry")
        for inner in item.get("item") or []:
            yield from self._flat(inner)

    # --- items

    def _tell(self, item: Mapping[str, Any], outcome: Outcome, why: str = "") -> None:
        where = f"{item.get('linkId')} {_words(item)}".strip()
        self.report.fields.append(Line(where, str(item.get("type")), outcome, why))

    def _questions(self, item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The question of an item, and those of the items under it, asked when it is answered."""
        made = self._question(item)
        yield from made
        inner = item.get("item") or []
        if item.get("type") == "group":
            return
        for each in inner:
            if each.get("type") == "group":
                self._tell(each, "changed", "a group under a question: its questions stand on the same page")
                under = each.get("item") or []
            else:
                under = [each]
            for one in under:
                for question in self._questions(one):
                    if made and made[0]["type"] != "guidance":
                        question["when"] = _both(f"answered({made[0]['id']})", question.get("when", ""))
                    yield question

    def _question(self, item: Mapping[str, Any]) -> list[dict[str, Any]]:
        kind, changes = str(item.get("type")), []
        if kind == "display":
            self._tell(item, "imported")
            guidance = {"id": self._id(item), "type": "guidance", "text": _words(item) or "…"}
            return [self._shown(guidance, item)]
        question: dict[str, Any] = {"id": self._id(item), "type": "", "label": _words(item) or "Question without words"}
        asked = _Asked(question["id"], kind, several=bool(item.get("repeats")))
        if kind in SIMPLE:
            question["type"] = SIMPLE[kind]
            if kind == "integer":
                question["whole"] = True
        elif kind in WITH_A_CHANGE:
            question["type"], why = WITH_A_CHANGE[kind]
            changes.append(why)
        elif kind in ("choice", "open-choice"):
            labels = self._labels(item)
            options, by_words = options_of(labels.values())
            if not options:
                self._tell(item, "refused", "its answers are in a list outside the file")
                return []
            asked.codes = {key: by_words[words] for key, words in labels.items() if words in by_words}
            if kind == "open-choice":
                options.append({"code": "something-else", "label": "Something else"})
            question["options"] = options
            question["type"] = (
                "checkboxes" if item.get("repeats") else "radios" if len(options) <= MOST_RADIOS else "select"
            )
        else:
            self._tell(item, "refused", f"the language has no question of the type {kind}")
            return []
        if not item.get("required"):
            question["optional"] = True
        if isinstance(item.get("maxLength"), int) and question["type"] in ("text", "textarea"):
            question["length"] = item["maxLength"]
        if item.get("initial"):
            changes.append("the answer filled in beforehand is left out")
        if item.get("readOnly"):
            changes.append("it was not to be changed by hand; here it is asked")
        question |= {"source_id": without_addresses(str(item.get("linkId"))), "records": "nothing", "because": NO_FACT}
        self._shown(question, item)
        self.asked[str(item.get("linkId"))] = asked
        made = [question]
        if kind == "open-choice":
            changes.append("“Something else” with a line of text after it")
            made.append(self._something_else(question))
        self._tell(item, "changed" if changes else "imported", "; ".join(changes))
        return made

    def _something_else(self, question: Mapping[str, Any]) -> dict[str, Any]:
        several = question["type"] == "checkboxes"
        chosen = f'"something-else" in {question["id"]}' if several else f'{question["id"]} == "something-else"'
        return {
            "id": self.ids.make(f"{question['id']} else", "q"),
            "type": "text",
            "label": "What else?",
            "when": chosen,
            "records": "nothing",
            "because": NO_FACT,
        }

    def _id(self, item: Mapping[str, Any]) -> str:
        link = str(item.get("linkId") or "")
        return self.ids.make(link if not link[:1].isdigit() else f"q {link}", "q")

    def _labels(self, item: Mapping[str, Any]) -> dict[str, str]:
        """The answers to choose from: what a condition calls each → its words."""
        found: dict[str, str] = {}
        for option in item.get("answerOption") or []:
            coding = option.get("valueCoding")
            if coding:
                found[str(coding.get("code"))] = str(coding.get("display") or coding.get("code"))
            else:
                value = next((option[key] for key in option if key.startswith("value")), "")
                found[str(value)] = str(value)
        name = str(item.get("answerValueSet") or "")
        if name.startswith("#"):
            for contained in self.data.get("contained") or []:
                if contained.get("id") == name[1:]:
                    for include in (contained.get("compose") or {}).get("include") or []:
                        for concept in include.get("concept") or []:
                            found[str(concept.get("code"))] = str(concept.get("display") or concept.get("code"))
        return found

    # --- conditions

    def _shown(self, question: dict[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
        if when := self._when(item):
            question["when"] = when
        return question

    def _when(self, item: Mapping[str, Any]) -> str:
        parts = [part for each in item.get("enableWhen") or [] if (part := self._one(each, item))]
        joined = " or " if item.get("enableBehavior") == "any" else " and "
        return joined.join(parts) if len(parts) < 2 else f"({joined.join(parts)})"

    def _one(self, condition: Mapping[str, Any], item: Mapping[str, Any]) -> str:
        wanted, operator = str(condition.get("question")), str(condition.get("operator"))
        asked = self.asked.get(wanted)
        where = f"{item.get('linkId')} {_words(item)}".strip()
        if asked is None:
            self._other(where, f"the condition names “{wanted}”, which is not asked before it; it shows always")
            return ""
        value = next((condition[key] for key in condition if key.startswith("answer")), None)
        if operator == "exists":
            return f"answered({asked.question})" if value is not False else f"not answered({asked.question})"
        if operator not in COMPARED:
            self._other(where, f"the condition compares by “{operator}”, which the language does not; it shows always")
            return ""
        if operator == "!=":
            self._other(where, "not equal: while the question is unanswered this is unknown here, and does not show")
        written = self._value(asked, condition, value)
        if written is None:
            self._other(where, f"the condition wants an answer that “{wanted}” does not have; it shows always")
            return ""
        if asked.codes and asked.several:
            return f"{written} in {asked.question}" if operator == "=" else f"{written} not in {asked.question}"
        return f"{asked.question} {COMPARED[operator]} {written}"

    def _value(self, asked: _Asked, condition: Mapping[str, Any], value: object) -> str | None:
        if asked.codes:
            code = asked.codes.get(str(value.get("code") if isinstance(value, Mapping) else value))
            return f'"{code}"' if code else None
        if asked.kind == "boolean":
            return f'"{YES_NO[str(value).lower()]}"' if str(value).lower() in YES_NO else None
        if asked.kind in ("decimal", "integer", "quantity"):
            number = value.get("value") if isinstance(value, Mapping) else value
            return f"{number}" if isinstance(number, int | float) and not isinstance(number, bool) else None
        if asked.kind in ("date", "dateTime"):
            return f'date("{str(value)[:10]}")'
        escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"' if asked.kind in ("string", "text", "url", "time") else None

    def _other(self, where: str, why: str) -> None:
        self.report.others.append(Line(where, "enableWhen", "changed", why))


def _words(item: Mapping[str, Any]) -> str:
    return without_addresses(str(item.get("text") or item.get("prefix") or ""))


def _both(one: str, other: str) -> str:
    return f"{one} and {other}" if one and other else one or other
