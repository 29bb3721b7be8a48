"""Every piece of wording of a workflow, and the ((words)) it asks for."""

from collections.abc import Iterator

from casework.workflows.checks.inspection import Inspection
from casework.workflows.definition import Definition
from casework.workflows.parsing import Path
from casework.workflows.problems import nearest
from casework.workflows.wording import STANDING_WORDS, words_in


def check_words(checked: Inspection) -> None:
    """Tells every ((word)) that nothing can be put in for."""
    for text, path, _ in every_text(checked.definition):
        slots(checked, text, path)


def slots(checked: Inspection, text: str, path: Path) -> None:
    for word, at in words_in(text):
        if word not in STANDING_WORDS and word not in checked.asked:
            known = [*STANDING_WORDS, *checked.asked]
            checked.tell(path, "L29", f"there is no word (({word}))" + nearest(word, known), at=at)


def every_text(definition: Definition) -> Iterator[tuple[str, Path, str]]:
    """Each text that somebody reads on a screen, its path, and the id of the step it is read in."""
    for s, section in enumerate(definition.sections):
        yield section.title, ("sections", s, "title"), section.step
        for p, page in enumerate(section.pages):
            path: Path = ("sections", s, "pages", p)
            yield page.title, (*path, "title"), section.step
            yield page.hint, (*path, "hint"), section.step
            if page.repeat:
                yield page.repeat.label, (*path, "repeat", "label"), section.step
            for q, question in enumerate(page.questions):
                here = (*path, "questions", q)
                yield question.label, (*here, "label"), section.step
                yield question.hint, (*here, "hint"), section.step
                if question.type == "guidance":
                    yield question.text, (*here, "text"), section.step
    for s, step in enumerate(definition.steps):
        yield step.title, ("steps", s, "title"), step.id
        yield step.hint, ("steps", s, "hint"), step.id
        for a, action in enumerate(step.actions):
            here = ("steps", s, "actions", a)
            yield action.label, (*here, "label"), step.id
            yield action.hint, (*here, "hint"), step.id
            yield action.tells or "", (*here, "tells"), step.id
