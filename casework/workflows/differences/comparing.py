"""Everything in which two workflows differ, under four heads."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from casework.workflows.definition import Definition
from casework.workflows.differences.order import order
from casework.workflows.differences.pairing import pairs_of
from casework.workflows.differences.questions import questions
from casework.workflows.differences.steps import PRESENTATIONS, clause, others, steps
from casework.workflows.differences.telling import Difference, Found, Head, Sort, gathered, listed, quoted


def differences(a: Definition, b: Definition) -> list[Difference]:
    """What `b` does otherwise than `a`, by head: nothing of a definition differs without being told.

    Things are the same when they have the same id; a question also when it records the same fact, a section when most
    of its questions are the same, a step when it is the only one of its kind left on both sides.
    """
    pairs = pairs_of(a, b)
    found = [
        *steps(a, b, pairs),
        *order(a, b, pairs),
        *questions(a, b, pairs),
        *_conditions(a, b),
        *_whole(a, b),
    ]
    reasons = {**a.because, **b.because}
    told = [_with_reason(each, reasons) for each in dict.fromkeys(found)]
    given = {each.because for each in told} | {detail.because for each in told for detail in each.details}
    told.extend(_reasons(a, b, given))
    heads = list(Head)
    return sorted(told, key=lambda each: heads.index(each.head))


def by_head(found: list[Difference]) -> dict[Head, list[Difference]]:
    """The differences under each head that has any: what is gone, new and moved before what is only otherwise."""
    sorts = list(Sort)
    in_order = sorted(found, key=lambda each: sorts.index(each.sort))
    return {head: those for head in Head if (those := [each for each in in_order if each.head is head])}


def _with_reason(each: Difference, reasons: Mapping[str, str]) -> Difference:
    details = tuple(replace(detail, because=reasons.get(detail.at, "")) for detail in each.details)
    for path in (each.in_b, each.in_a):
        while path:
            if path in reasons:
                return replace(each, because=reasons[path], details=details)
            path = path.rpartition("/")[0]
    return replace(each, details=details)


def _reasons(a: Definition, b: Definition, told: set[str]) -> Iterator[Difference]:
    """Reasons that differ and stand beside no difference."""
    for path in dict.fromkeys((*a.because, *b.because)):
        now, was = b.because.get(path, ""), a.because.get(path, "")
        if now != was and (now or was) not in told:
            words = f"The reason given for {path} is {quoted(now)}." if now else f"No reason is given for {path}."
            yield Difference(Head.WORDS, Sort.CHANGED, path if was else "", path if now else "", words)


def _conditions(a: Definition, b: Definition) -> Iterator[Difference]:
    found: list[Found] = []
    for name, text in b.conditions.items():
        path, words = f"conditions/{name}", quoted(name.replace("_", " "))
        if name not in a.conditions:
            sentence = f"{words} is a condition with a name: {clause(text, b)}."
            found.append(Found(Head.WORDS, Sort.NEW, "", path, sentence, "names", sentence))
        elif a.conditions[name] != text:
            sentence = f"{words} means: {clause(text, b)}. It meant: {clause(a.conditions[name], a)}."
            found.append(Found(Head.QUESTIONS, Sort.CHANGED, path, path, sentence))
    for name, text in a.conditions.items():
        if name not in b.conditions:
            words = f"{quoted(name.replace('_', ' '))} is no condition any more: {clause(text, a)}."
            found.append(Found(Head.WORDS, Sort.GONE, f"conditions/{name}", "", words, "names", words))
    yield from gathered(
        found,
        lambda group: f"{len(group)} conditions with a name are {'new' if group[0].sort is Sort.NEW else 'gone'}.",
    )


def _whole(a: Definition, b: Definition) -> Iterator[Difference]:
    if a.presentation != b.presentation:
        words = f"Steps are shown {PRESENTATIONS[b.presentation]} instead of {PRESENTATIONS[a.presentation]}."
        yield Difference(Head.WORDS, Sort.CHANGED, "", "", words)
    about: list[str] = []
    if a.title != b.title:
        about.append(f"It is called {quoted(b.title)} instead of {quoted(a.title)}")
    if a.id != b.id:
        about.append(f"its id is {b.id} instead of {a.id}")
    if a.summary != b.summary:
        about.append("its summary is another")
    if a.asks_whether != b.asks_whether:
        about.append("it asks another question of a study" if b.asks_whether else "it asks no question of a study")
    about.extend(f"it has another {key}" for key in others(a, b, _TOLD))
    if about:
        words = f"{listed(about, 9)}."
        yield Difference(Head.WORDS, Sort.REWORDED, "", "", words[0].upper() + words[1:])


_TOLD = frozenset(
    (
        *("id", "title", "summary", "asks_whether", "because", "presentation"),
        *("begins", "conditions", "steps", "sections"),
    )
)
