"""What is asked: questions that are new, gone, moved, asked under other conditions, or otherwise in detail."""

from collections.abc import Iterable, Iterator, Sequence

from casework.workflows.definition import Definition, Page, Part, Question, Section
from casework.workflows.differences.pairing import MOST_WORDS_STAY, Pairs, Stands, likeness
from casework.workflows.differences.steps import clause, others
from casework.workflows.differences.telling import (
    Detail,
    Difference,
    Found,
    Head,
    Line,
    Sort,
    gathered,
    listed,
    quoted,
    title_of,
)

_TOLD = frozenset(
    (
        *(
            "id",
            "label",
            "hint",
            "optional",
            "when",
            "records",
            "type",
            "options",
            "text",
            "duty",
            "because",
            "prefill",
        ),
        *("value", "override", "warns", "must", "on_hide"),
    )
)
_WORDS = {
    "rows": "size of box",
    "between": "range",
    "length": "limit of length",
    "pattern": "form to be written in",
    "codes": "way of putting its answers into the record",
    "met by": "list of who provides",
    "units": "list of units",
    "source id": "id where it came from",
}
_SHORT = {"confirm": "to be confirmed", "copy": "copied from the record", "none": "left empty"}


def questions(a: Definition, b: Definition, pairs: Pairs) -> Iterator[Difference]:
    """Sections that are new or gone with what they ask, then question by question, gathered by step."""
    yield from _alone(b, pairs.only_b, Sort.NEW, set(pairs.sections), a)
    yield from _alone(a, pairs.only_a, Sort.GONE, set(pairs.sections.values()), b)
    yield from _sections(a, b, pairs)
    yield from _moves(a, b, pairs)
    by_step: dict[str, list[tuple[Stands, Stands]]] = {}
    for old, new in pairs.questions:
        by_step.setdefault(new.section.step, []).append((old, new))
    for step, together in by_step.items():
        in_a = f"steps/{pairs.steps[step]}" if step in pairs.steps else ""
        found = [each for old, new in together for each in _question(a, b, old, new)]
        yield from gathered(found, _line(title_of(b, step)), in_a, f"steps/{step}")


def where(definition: Definition, stands: Stands) -> str:
    return f"{title_of(definition, stands.section.step)}, {quoted(stands.section.title)}"


# --- new and gone


def _alone(
    definition: Definition, alone: Iterable[Stands], sort: Sort, sections: set[str], other: Definition
) -> Iterator[Difference]:
    """sections: those of `definition` that the other workflow has too."""
    groups: dict[tuple[str, str], list[Stands]] = {}
    steps_there = {step.id for step in other.steps}
    for each in alone:
        whole_step = each.section.step not in steps_there and each.section.id not in sections
        key = ("steps", each.section.step) if whole_step else ("sections", each.section.id)
        groups.setdefault(key, []).append(each)
    for (root, name), group in groups.items():
        asked = [each.question for each in group if each.question.asks]
        told = asked or [each.question for each in group]
        shown = [quoted(question.label) for question in told if question.label]
        details = tuple(Detail(quoted(each.question.label), each.at) for each in group if each.question.label)
        section = group[0].section
        place = where(definition, group[0]) if root == "sections" else title_of(definition, section.step)
        path = group[0].at if len(group) == 1 else f"{root}/{name}"
        paths = ("", path) if sort is Sort.NEW else (path, "")
        if len(group) == 1:
            yield Difference(Head.QUESTIONS, sort, *paths, _one_alone(group[0].question, place, sort))
            continue
        what = _how_many(asked, len(group), sort)
        verbs = ("asks", "no longer asks") if asked else ("shows", "no longer shows")
        head = f"{place} {verbs[sort is Sort.GONE]} {what}"
        sentence = f"{head}: {listed(shown)}." if shown else f"{head}."
        yield Difference(Head.QUESTIONS, sort, *paths, sentence, details=details)


def _one_alone(question: Question, place: str, sort: Sort) -> str:
    label = quoted(question.label) if question.label else "words to read"
    if not question.asks:
        return f"{place} {'shows' if sort is Sort.NEW else 'no longer shows'} {label}."
    must = (
        "" if question.optional else ", and it must be answered" if sort is Sort.NEW else ", which had to be answered"
    )
    return f"{place} {'asks' if sort is Sort.NEW else 'no longer asks'} {label}{must}."


def _how_many(asked: Sequence[Question], all_of_them: int, sort: Sort) -> str:
    more = "more " if sort is Sort.NEW else ""
    if not asked:
        return f"{all_of_them} {more}things to read"
    compulsory = sum(not question.optional for question in asked)
    if len(asked) == 1:
        return f"one {more}question{', compulsory' if compulsory else ''}"
    share = "all" if compulsory == len(asked) else "none" if not compulsory else f"{compulsory} of them"
    return f"{len(asked)} {more}questions, {share} compulsory"


# --- sections and pages


def _sections(a: Definition, b: Definition, pairs: Pairs) -> Iterator[Difference]:
    before = {each.id: each for each in a.sections}
    for section in b.sections:
        if section.id not in pairs.sections and not any(page.questions for page in section.pages):
            words = f"{title_of(b, section.step)} has a section {quoted(section.title)} without questions."
            yield Difference(Head.QUESTIONS, Sort.NEW, "", f"sections/{section.id}", words)
    for section in a.sections:
        if section.id not in pairs.sections.values() and not any(page.questions for page in section.pages):
            words = f"{title_of(a, section.step)} has no section {quoted(section.title)} any more."
            yield Difference(Head.QUESTIONS, Sort.GONE, f"sections/{section.id}", "", words)
    on_pages: dict[str, list[Found]] = {}
    for section in b.sections:
        old = before.get(pairs.sections.get(section.id, ""))
        if old is None:
            continue
        paths = (f"sections/{old.id}", f"sections/{section.id}")
        if old.title != section.title:
            sentence = f"The section {quoted(old.title)} is called {quoted(section.title)}."
            yield Difference(Head.WORDS, Sort.REWORDED, *paths, sentence)
        for key in others(old, section, frozenset(("id", "step", "title", "pages"))):
            yield Difference(Head.WORDS, Sort.CHANGED, *paths, f"{quoted(section.title)} has another {key}.")
        pages = {page.id: page for page in old.pages}
        found = on_pages.setdefault(section.step, [])
        for page in section.pages:
            if page.id in pages:
                found += _page(
                    b, (f"{paths[0]}/{page.id}", f"{paths[1]}/{page.id}"), pages[page.id], page, section.title
                )
            elif all(new.page is not page for _, new in pairs.questions) and not page.questions:
                words = f"{quoted(section.title)} has a page {quoted(page.title or page.id)} without questions."
                found.append(Found(Head.QUESTIONS, Sort.NEW, "", f"{paths[1]}/{page.id}", words))
        new_ids = {page.id for page in section.pages}
        for page in old.pages:
            if page.id not in new_ids and not page.questions:
                words = f"{quoted(section.title)} has no page {quoted(page.title or page.id)} any more."
                found.append(Found(Head.QUESTIONS, Sort.GONE, f"{paths[0]}/{page.id}", "", words))
        yield from _pages_told_by_what_they_hold(paths, old.pages, section.pages, pairs, section.title)
    for step, found in on_pages.items():
        in_a = f"steps/{pairs.steps[step]}" if step in pairs.steps else ""
        yield from gathered(found, _line(title_of(b, step)), in_a, f"steps/{step}")


def _pages_told_by_what_they_hold(
    paths: tuple[str, str], before: Sequence[Page], after: Sequence[Page], pairs: Pairs, title: str
) -> Iterator[Difference]:
    """Pages cut or put together otherwise, where the questions on them stay in the section."""
    ids = {page.id for page in before}
    cut = [
        new
        for old, new in pairs.questions
        if f"sections/{new.section.id}" == paths[1]
        and f"sections/{old.section.id}" == paths[0]
        and (old.page.id != new.page.id)
    ]
    if not cut:
        return
    if len(before) == len(after) and not ids & {page.id for page in after}:
        return
    size = f"{len(after)} pages, it had {len(before)}"
    words = f"The questions of {quoted(title)} are spread over its pages in another way ({size})."
    yield Difference(Head.ORDER, Sort.CHANGED, *paths, words)


def _page(b: Definition, paths: tuple[str, str], old: Page, new: Page, section: str) -> Iterator[Found]:
    name = quoted(new.title or (new.questions[0].label if new.questions else "") or section)
    if old.when != new.when:
        now = f"is shown only if {clause(new.when, b)}" if new.when else "is always shown"
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, f"The page {name} {now}.", "conditions")
    if old.title != new.title:
        was = f"was {quoted(old.title)}" if old.title else "had none"
        now = f"is {quoted(new.title)}" if new.title else "is left out"
        yield Found(Head.WORDS, Sort.REWORDED, *paths, f"The heading of the page {name} {now}; it {was}.", "headings")
    if old.hint != new.hint:
        now = f"says first: {quoted(new.hint)}" if new.hint else "no longer says anything first"
        yield Found(Head.WORDS, Sort.REWORDED, *paths, f"The page {name} {now}.", "hints", name)
    if old.repeat != new.repeat:
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, f"The page {name} {_repeated(old, new)}.", "rest")
    for key in others(old, new, frozenset(("id", "title", "hint", "when", "repeat", "questions"))):
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, f"The page {name} has another {key}.", "rest")


def _repeated(old: Page, new: Page) -> str:
    if new.repeat is None:
        return "is asked once"
    if old.repeat is None:
        return f"is asked for each {new.repeat.each}, at most {new.repeat.most} times"
    keys = [key.replace("each", "word for one of them") for key in others(old.repeat, new.repeat, frozenset())]
    return f"is repeated otherwise: another {' and another '.join(keys)}"


# --- what both ask


def _moves(a: Definition, b: Definition, pairs: Pairs) -> Iterator[Difference]:
    before = {each.id: each for each in a.sections}
    together: dict[tuple[str, str], list[Section]] = {}
    for section in b.sections:
        was = before.get(pairs.sections.get(section.id, ""))
        if was is not None and was.step != section.step:
            together.setdefault((was.step, section.step), []).append(section)
    for (old_step, new_step), sections in together.items():
        if pairs.steps.get(new_step) == old_step and new_step in {step.id for step in b.steps}:
            continue
        titles = [quoted(section.title) for section in sections]
        ends = f"asked in {title_of(b, new_step)} instead of {title_of(a, old_step)}"
        if len(sections) == 1:
            name = sections[0].id
            paths = (f"sections/{pairs.sections[name]}", f"sections/{name}")
            yield Difference(Head.ORDER, Sort.MOVED, *paths, f"{titles[0]} is {ends}.")
        else:
            paths = (f"steps/{old_step}", f"steps/{new_step}")
            words = f"{len(sections)} sections are {ends}: {listed(titles, 4)}."
            yield Difference(Head.ORDER, Sort.MOVED, *paths, words, details=tuple(Detail(title) for title in titles))
    yield from _moved_questions(a, b, pairs)


def _moved_questions(a: Definition, b: Definition, pairs: Pairs) -> Iterator[Difference]:
    groups: dict[tuple[str, str], list[tuple[Stands, Stands]]] = {}
    for old, new in pairs.questions:
        if pairs.sections.get(new.section.id) != old.section.id:
            groups.setdefault((old.section.id, new.section.id), []).append((old, new))
    for (was, now), group in groups.items():
        labels = [quoted(new.question.label or "words to read") for _, new in group]
        old, new = group[0]
        ends = f"in {where(b, new)} instead of {where(a, old)}"
        if len(group) == 1:
            yield Difference(Head.ORDER, Sort.MOVED, old.at, new.at, f"{labels[0]} is asked {ends}.")
        else:
            yield Difference(
                Head.ORDER,
                Sort.MOVED,
                f"sections/{was}",
                f"sections/{now}",
                f"{len(group)} questions are asked {ends}: {listed(labels)}.",
                details=tuple(Detail(label) for label in labels),
            )


def _line(name: str) -> Line:
    said_of = {
        "labels": "{n} questions of {name} are asked in other words",
        "headings": "{n} pages of {name} have another heading",
        "hints": "{n} hints in {name} are other words",
        "answers": "The answers to {n} questions of {name} are worded otherwise",
        "conditions": "{n} things in {name} are asked under other conditions",
        "must": "In {name}, {n} questions must be answered that could be left out",
        "may": "In {name}, {n} questions may be left out that had to be answered",
        "type": "{n} questions of {name} are answered in another way",
        "choices": "{n} questions of {name} have other answers to choose from",
        "records": "{n} questions of {name} record something else",
        "ids": "{n} questions of {name} have other ids, and record the same",
        "rest": "{n} questions of {name} differ in detail",
    }

    def line(group: Sequence[Found]) -> str:
        pattern = said_of[group[0].among]
        return pattern.format(n=len(group), name=name) + "."

    return line


def _question(a: Definition, b: Definition, old: Stands, new: Stands) -> Iterator[Found]:
    paths, was, now = (old.at, new.at), old.question, new.question
    label = quoted(now.label) if now.label else "The words to read"
    if was.label != now.label:
        told = likeness(was.label, now.label) >= MOST_WORDS_STAY or was.id == now.id
        verb = "is asked as" if now.asks else "is called"
        sentence = f"{quoted(was.label or 'words to read')} {verb} {label}."
        if not told:
            sentence = f"{quoted(was.label)} makes way for {label}, which records the same."
        yield Found(Head.WORDS, Sort.REWORDED if told else Sort.CHANGED, *paths, sentence, "labels")
    elif was.id != now.id:
        sentence = f"{label} has the id {now.id} instead of {was.id}; the question is the same."
        yield Found(Head.WORDS, Sort.CHANGED, *paths, sentence, "ids")
    if was.hint != now.hint:
        ends = f"has the hint {quoted(now.hint)}" if now.hint else "has no hint"
        yield Found(Head.WORDS, Sort.REWORDED, *paths, f"{label} {ends}.", "hints")
    if _key(was, "text") != _key(now, "text"):
        sentence = f"{label} says: {quoted(str(_key(now, 'text') or 'nothing'))}."
        yield Found(Head.WORDS, Sort.REWORDED, *paths, sentence, "hints")
    if was.optional != now.optional:
        if now.optional:
            sentence = f"{label} may be left out; it had to be answered."
        else:
            sentence = f"{label} must be answered; it could be left out."
        among = "may" if now.optional else "must"
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, sentence, among, label)
    if was.when != now.when:
        ends = f"only if {clause(now.when, b)}" if now.when else "always"
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, f"{label} is asked {ends}.", "conditions")
    if was.records != now.records:
        sentence = f"{label} records {now.records or 'nothing'} instead of {was.records or 'nothing'}."
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, sentence, "records")
    if was.type != now.type:
        sentence = f"{label} is answered as {_type(now)} instead of {_type(was)}."
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, sentence, "type")
    yield from _choices(paths, was, now, label)
    details = list(_details(was, now))
    if details:
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, f"{label} {' and '.join(details)}.", "rest")


def _key(question: Part, key: str) -> object:
    return getattr(question, key, None)


def _type(question: Question) -> str:
    return question.type.replace("_", " or " if question.type == "yes_no" else " ")


def _details(was: Question, now: Question) -> Iterator[str]:
    if was.duty != now.duty:
        yield f"is evidence for {now.duty or 'no duty'} instead of {was.duty or 'none'}"
    if was.because != now.because:
        yield f"gives the reason {quoted(now.because)}" if now.because else "gives no reason"
    if was.prefill != now.prefill:
        yield f"comes {_SHORT[now.prefill]}; it came {_SHORT[was.prefill]}"
    if was.type == now.type and _key(was, "value") != _key(now, "value"):
        yield "is worked out in another way" if now.type == "computed" else "quotes something else"
    if was.type == now.type and _key(was, "override") != _key(now, "override"):
        yield "can be put right by hand" if _key(now, "override") else "cannot be put right by hand"
    if was.warns != now.warns:
        yield "points out other disagreements" if now.warns else "no longer points out a disagreement"
    if was.must != now.must:
        yield "follows other rules" if now.must else "follows no rule of its own"
    if was.on_hide != now.on_hide:
        yield f"{'loses' if now.on_hide == 'clear' else 'keeps'} its answer when it is hidden"
    told = _TOLD if was.type == now.type else _TOLD | frozenset(_of_one_type_only(was, now))
    for key in others(was, now, told):
        yield f"has another {_WORDS.get(key, key)}"


def _of_one_type_only(was: Question, now: Question) -> set[str]:
    return set(type(was).model_fields) ^ set(type(now).model_fields)


def _choices(paths: tuple[str, str], was: Question, now: Question, label: str) -> Iterator[Found]:
    if _key(was, "options") is None or _key(now, "options") is None or was.choices == now.choices:
        return
    before, after = {each.code: each for each in was.choices}, {each.code: each for each in now.choices}
    new = [quoted(after[code].label) for code in after if code not in before]
    gone = [quoted(before[code].label) for code in before if code not in after]
    parts = []
    if new:
        parts.append(f"can be answered with {listed(new, 4)}")
    if gone:
        parts.append(f"can no longer be answered with {listed(gone, 4)}")
    both = [code for code in after if code in before]
    if both != [code for code in before if code in after]:
        parts.append("has its answers in another order")
    other = {key for code in both for key in others(before[code], after[code], frozenset(("code", "label")))}
    names = {"rate pence": "price", "none": "answer that excludes the others"}
    if other:
        parts.append(f"has answers with another {' and another '.join(names.get(key, key) for key in sorted(other))}")
    if parts:
        yield Found(Head.QUESTIONS, Sort.CHANGED, *paths, f"{label} {' and '.join(parts)}.", "choices")
    worded = [(before[code].label, after[code].label) for code in both if before[code].label != after[code].label]
    if worded:
        changes = listed([f"{quoted(one)} is called {quoted(other)}" for one, other in worded], 3)
        yield Found(Head.WORDS, Sort.REWORDED, *paths, f"In {label}, {changes}.", "answers")
