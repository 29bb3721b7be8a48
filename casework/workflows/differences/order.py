"""What comes before what: the fewest moves that lead from one order to the other."""

from collections.abc import Iterator, Mapping, Sequence

from casework.workflows.definition import Definition
from casework.workflows.differences.changes import in_order
from casework.workflows.differences.pairing import Pairs
from casework.workflows.differences.telling import Detail, Difference, Head, Sort, listed, quoted, title_of

MOST_BY_THEMSELVES = 3


def order(a: Definition, b: Definition, pairs: Pairs) -> Iterator[Difference]:
    """Steps, sections within their step, pages and questions that stand in another place than before."""
    if a.begins != b.begins and pairs.steps.get(b.begins) != a.begins:
        yield Difference(
            Head.ORDER,
            Sort.CHANGED,
            f"steps/{a.begins}",
            f"steps/{b.begins}",
            f"A new case begins with {title_of(b, b.begins)} instead of {title_of(a, a.begins)}.",
        )
    elif a.begins != b.begins:
        yield Difference(
            Head.ORDER,
            Sort.CHANGED,
            f"steps/{a.begins}",
            f"steps/{b.begins}",
            f"A new case begins with {title_of(b, b.begins)}, which stands for {title_of(a, a.begins)}.",
        )
    yield from _moved(
        ("steps", "steps"),
        {step.id: quoted(step.title) for step in a.steps},
        {step.id: quoted(step.title) for step in b.steps},
        pairs.steps,
        "the steps",
    )
    sections_moved: list[Difference] = []
    for step in b.steps:
        sections_moved += _moved(
            ("sections", "sections"),
            {each.id: quoted(each.title) for each in a.sections if each.step == pairs.steps.get(step.id)},
            {each.id: quoted(each.title) for each in b.sections if each.step == step.id},
            pairs.sections,
            f"the sections of {quoted(step.title)}",
        )
    yield from sections_moved
    if not sections_moved and _in_both(a, b) != _in_both(b, a):
        words = "The sections of different steps are written in another order; in each step, nothing moves."
        yield Difference(Head.ORDER, Sort.MOVED, "", "", words)
    sections = {each.id: each for each in a.sections}
    for section in b.sections:
        old = sections.get(pairs.sections.get(section.id, ""))
        if old is None:
            continue
        roots = (f"sections/{old.id}", f"sections/{section.id}")
        pages = {page.id: page for page in old.pages}
        alike = {page.id: page.id for page in section.pages if page.id in pages}
        yield from _moved(
            roots,
            {page.id: _page(page.title, page.questions) for page in old.pages},
            {page.id: _page(page.title, page.questions) for page in section.pages},
            alike,
            f"the pages of {quoted(section.title)}",
        )
        for page in section.pages:
            if page.id in pages:
                yield from _moved(
                    (f"{roots[0]}/{page.id}", f"{roots[1]}/{page.id}"),
                    {each.id: quoted(each.label) for each in pages[page.id].questions},
                    {each.id: quoted(each.label) for each in page.questions},
                    {new.question.id: was.question.id for was, new in pairs.questions},
                    f"the questions of {_page(page.title, page.questions)}",
                )


def _in_both(one: Definition, other: Definition) -> list[str]:
    ids = {each.id for each in other.sections}
    return [each.id for each in one.sections if each.id in ids]


def _page(title: str, questions: Sequence[object]) -> str:
    if title or not questions:
        return quoted(title) if title else "a page without questions"
    return quoted(str(getattr(questions[0], "label", "")))


def _moved(
    roots: tuple[str, str], before: Mapping[str, str], after: Mapping[str, str], same: Mapping[str, str], whole: str
) -> Iterator[Difference]:
    """before, after: id to words, in order. same: ids of `after` to those of `before`."""
    here = [name for name in after if same.get(name) in before]
    there = [was for was in before if was in {same[name] for name in here}]
    kept = in_order(there, [same[name] for name in here])
    moved = [name for name in here if same[name] not in kept]
    told = [
        Difference(
            Head.ORDER,
            Sort.MOVED,
            f"{roots[0]}/{same[name]}",
            f"{roots[1]}/{name}",
            f"{after[name]} {_comes(name, same, here, there, after)}.",
        )
        for name in moved
    ]
    if len(told) <= MOST_BY_THEMSELVES:
        yield from told
        return
    words = listed([after[name] for name in moved])
    yield Difference(
        Head.ORDER,
        Sort.MOVED,
        roots[0],
        roots[1],
        f"{len(moved)} of {whole} come in another order: {words}.",
        details=tuple(Detail(each.sentence, each.at) for each in told),
    )


def _comes(
    name: str, same: Mapping[str, str], here: Sequence[str], there: Sequence[str], words: Mapping[str, str]
) -> str:
    now, was = here.index(name), there.index(same[name])
    if now < was:
        return f"comes before {words[here[now + 1]]}"
    return f"comes after {words[here[now - 1]]}"
