"""How it is worded: double questions, the order of options, hard words, long sentences. Prompts, not proof."""

import re

from casework.workflows.checks.inspection import Inspection
from casework.workflows.checks.words import every_text
from casework.workflows.definition import Option, Page, Question
from casework.workflows.parsing import Path
from casework.workflows.reading_age import reading_age, sentences_of, words_of

OLDEST_READER = 13.0
"""The reading age at which words for workers are told; for the public it is lower."""
OLDEST_PUBLIC_READER = 11.0
FEWEST_WORDS = 40
LONGEST_SENTENCE = 30
LONGEST_PUBLIC_SENTENCE = 25

_ASKS = r"(?:what|who|whom|how|when|where|why|which|do|does|did|is|are|was|can|could|has|have|should|would|will|may)"
_TWO = (
    re.compile(r"\?\s+\S.*\?"),
    re.compile(rf"^{_ASKS}\b.*,? and {_ASKS}\b.*\?", re.IGNORECASE),
    re.compile(rf"^{_ASKS}\b.*, or {_ASKS}\b.*\?", re.IGNORECASE),
)
_HOLD_SEVERAL = ("textarea", "outcomes", "services", "weekly_timetable")
"""Types whose answer has room for both things."""
_LAST = re.compile(
    r"^(none|none of (these|them|the above|this)|other|something else|somebody else|somewhere else|unsure"
    r"|(not|nothing) (yet )?(known|sure|recorded)( yet)?|i? ?do(n’t|n't| not) know( yet)?|prefer not to say)"
    r"( ?\(.*\))?\.?$",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"^\W*((please )?(select|choose|pick)( (one|below|here|an? (option|answer|value)|from .*))?\W*)?$", re.IGNORECASE
)
_UNIT = re.compile(
    r"^(how many|how old|number of|age\b)|\b(hours?|days?|weeks?|months?|years?|minutes?|times|miles|points"
    r"|percent|per cent|people|kg|stone|visits|calls|score|scale|out of)\b",
    re.IGNORECASE,
)
_UNPLAIN = {
    "please": "",
    "e.g.": "for example",
    "eg": "for example",
    "i.e.": "that is",
    "ie": "that is",
    "etc": "",
    "etc.": "",
    "n/a": "does not apply",
    "and/or": "or",
    "click here": "",
    "utilise": "use",
    "via": "by",
    "whilst": "while",
    "upon": "on",
    "prior to": "before",
    "in order to": "to",
}
_UNPLAIN_WORD = re.compile(
    r"(?<![\w.])(" + "|".join(re.escape(word) for word in sorted(_UNPLAIN, key=len, reverse=True)) + r")(?![\w/])",
    re.IGNORECASE,
)


def check_wording(checked: Inspection) -> None:
    for text, path, step in every_text(checked.definition):
        found = _UNPLAIN_WORD.search(text)
        if found:
            instead = _UNPLAIN[found[1].lower()]
            way = f"write “{instead}”" if instead else "leave it out"
            checked.warn(path, "L73", f"“{found[1]}” helps nobody; {way}", at=found.start(1))
        _sentences(checked, text, path, step)
    for s, section in enumerate(checked.definition.sections):
        for p, page in enumerate(section.pages):
            path = ("sections", s, "pages", p)
            _page(checked, page, path, section.step)
            for q, question in enumerate(page.questions):
                _question(checked, question, (*path, "questions", q))


def _sentences(checked: Inspection, text: str, path: Path, step: str) -> None:
    most = LONGEST_PUBLIC_SENTENCE if checked.is_public(step) else LONGEST_SENTENCE
    for sentence in sentences_of(text):
        count = len(words_of(sentence))
        if count > most:
            begun = " ".join(sentence.split()[:6])
            checked.warn(path, "L63", f"the sentence “{begun} …” has {count} words; make two of it")
            return


def _page(checked: Inspection, page: Page, path: Path, step: str) -> None:
    texts = [page.title, page.hint]
    for question in page.questions:
        texts += [question.label, question.hint, getattr(question, "text", "")]
    whole = "\n".join(text for text in texts if text)
    count = len(words_of(whole))
    age = reading_age(whole)
    oldest = OLDEST_PUBLIC_READER if checked.is_public(step) else OLDEST_READER
    if age is not None and count >= FEWEST_WORDS and age > oldest:
        checked.warn(
            (*path, "id"),
            "L62",
            f"the page {page.id} reads as for somebody aged {age:.0f}, by {count} words; "
            f"aim at {oldest:.0f} or less with shorter sentences and everyday words",
        )


def _question(checked: Inspection, question: Question, path: Path) -> None:
    if question.asks and question.type not in _HOLD_SEVERAL and any(pattern.search(question.label) for pattern in _TWO):
        checked.warn((*path, "label"), "L61", "two things are asked in one question; ask each on its own")
    if question.type == "number" and not question.unit and not _UNIT.search(f"{question.label} {question.hint}"):
        checked.warn(
            path, "L71", f"{question.id} is a number of what? Write unit: hours a week, or how many in the label"
        )
    if question.type in ("radios", "select", "checkboxes"):
        _options(checked, question, question.choices, (*path, "options"))


def _options(checked: Inspection, question: Question, options: tuple[Option, ...], path: Path) -> None:
    labels: dict[str, int] = {}
    for o, option in enumerate(options):
        if not option.none and _BLANK.match(option.label.strip()):
            checked.warn(
                (*path, o, "label"),
                "L50",
                f"“{option.label}” answers nothing, and satisfies {question.id}; remove it"
                + ("" if question.optional else ", since nothing is chosen before somebody chooses"),
            )
        key = option.label.strip().casefold()
        if key in labels:
            checked.warn(
                (*path, o, "label"), "L56", f"“{option.label}” is an option of {question.id} already; reword one"
            )
        labels.setdefault(key, o)
    _order(checked, question, options, path)


def _order(checked: Inspection, question: Question, options: tuple[Option, ...], path: Path) -> None:
    if any(option.points for option in options):
        return
    last = [bool(option.none or _LAST.match(option.label)) for option in options]
    codes = [option.code for option in options]
    misplaced = [o for o, is_last in enumerate(last) if is_last and not all(last[o:])]
    if misplaced:
        checked.warn(
            (*path, misplaced[0], "code"),
            "L64",
            f"“{options[misplaced[0]].label}” stands before other options of {question.id}; move it to the end",
        )
    elif "yes" in codes and "no" in codes and codes.index("no") < codes.index("yes"):
        checked.warn((*path, codes.index("no"), "code"), "L64", f"{question.id} offers no before yes; put yes first")
