"""Themes: how public steps look. A theme holds no wording, so that a study can vary look and words apart.

Every pair of colours that must be told apart is checked when a theme is read (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.workflows.parsing import place_of, plain
from casework.workflows.problems import Problem, WorkflowError, in_order, problem
from casework.workflows.reader import Document, read_bytes, read_file

TEXT, SHAPE = 4.5, 3.0
"""The least contrast of text, and of edges and signs, with what is behind them."""

WHITE = "#ffffff"
FONT_WORDS = r"^[A-Za-z ,\"'-]+$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Fonts = Annotated[str, Field(pattern=FONT_WORDS)]


class Colours(_Part):
    """What each colour is for. focus: the fill behind what has the focus; focus_edge: text on it and its thick edge."""

    page: Colour
    panel: Colour
    text: Colour
    secondary: Colour
    link: Colour
    visited: Colour
    hover: Colour
    header: Colour
    header_text: Colour
    button: Colour
    button_text: Colour
    focus: Colour
    focus_edge: Colour
    error: Colour
    success: Colour
    border: Colour


class Type(_Part):
    """Fonts that are on people's machines; sizes in pixels, line as a multiple, measure in characters."""

    headings: Fonts
    body: Fonts
    size: Annotated[int, Field(ge=16, le=24)]
    line: Annotated[float, Field(ge=1.2, le=2)]
    measure: Annotated[int, Field(ge=40, le=80)]


class Theme(_Part):
    """How public steps look.

    spacing: the scale, in pixels, smallest first. header: the service's name left, in a band, or slim. navigation: what
    leads elsewhere. progress: whether a page says how far it is. density: the room between things.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    title: Annotated[str, Field(min_length=1)]
    colours: Colours
    type: Type
    spacing: Annotated[list[Annotated[int, Field(ge=2, le=96)]], Field(min_length=5, max_length=8)]
    corner: Annotated[int, Field(ge=0, le=12)]
    header: Literal["name_left", "band", "slim"]
    navigation: Literal["none", "breadcrumbs"]
    density: Literal["roomy", "normal", "compact"]
    progress: bool


@dataclass(frozen=True)
class Pair:
    """Two colours that must be told apart, how far apart they are, and how far they have to be."""

    what: str
    key: str
    behind: str
    contrast: float
    least: float

    @property
    def holds(self) -> bool:
        return self.contrast >= self.least

    def __str__(self) -> str:
        return f"{self.what}: {shown(self.contrast)}, at least {self.least:g}"


def shown(contrast: float) -> str:
    """A contrast to two places, cut and never rounded up, so that 4.499 does not read as 4.50."""
    return f"{int(contrast * 100) / 100:.2f}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def pairs_of(theme: Theme) -> list[Pair]:
    """Every pair of a theme that is checked."""
    return [*_texts(theme.colours), *_shapes(theme.colours)]


def _pair(what: str, key: str, front: str, behind_key: str, behind: str, least: float) -> Pair:
    return Pair(what, key, behind_key, contrast(front, behind), least)


def _texts(colours: Colours) -> Iterator[Pair]:
    for key in ("text", "secondary", "link", "visited", "hover", "error"):
        for behind in ("page", "panel"):
            what = f"{key} on the {behind}"
            yield _pair(what, key, getattr(colours, key), behind, getattr(colours, behind), TEXT)
    yield _pair("success on the page", "success", colours.success, "page", colours.page, TEXT)
    yield _pair("text on the header", "header_text", colours.header_text, "header", colours.header, TEXT)
    yield _pair("text on a button", "button_text", colours.button_text, "button", colours.button, TEXT)
    yield _pair("text that has the focus", "focus_edge", colours.focus_edge, "focus", colours.focus, TEXT)
    yield Pair("white on error", "error", "white", contrast(WHITE, colours.error), TEXT)


def _shapes(colours: Colours) -> Iterator[Pair]:
    for behind in ("page", "panel"):
        yield _pair(
            f"the edge of a box on the {behind}", "border", colours.border, behind, getattr(colours, behind), SHAPE
        )
    yield _pair("a button on the page", "button", colours.button, "page", colours.page, SHAPE)
    for behind in ("page", "panel", "header"):
        # A pale fill is enough when its edge stands out, and the other way round.
        seen = max(contrast(mark, getattr(colours, behind)) for mark in (colours.focus, colours.focus_edge))
        yield Pair(f"the focus on the {behind}", "focus", behind, seen, SHAPE)


def load_themes(folder: Path) -> dict[str, Theme]:
    """Every theme by id. Raises WorkflowError with every mistake, contrasts that are too small among them."""
    themes: dict[str, Theme] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            document = read_file(path)
            theme = _theme(document)
        except WorkflowError as error:
            problems.extend(error.problems)
            continue
        if theme.id != path.stem:
            place = place_of(document.data, ("id",))
            problems.append(problem(place, "L37", f"the theme {theme.id} is in {path.name}; name it alike"))
        for pair in pairs_of(theme):
            if not pair.holds:
                place = place_of(document.data, ("colours", pair.key))
                told = f"{pair}; choose a colour that stands out more against {pair.behind}"
                problems.append(problem(place, "L06", told))
        themes[theme.id] = theme
    if problems:
        raise WorkflowError(in_order(problems))
    return themes


def read_theme(raw: bytes, file: str) -> Theme:
    """A theme from its text. Raises WorkflowError with every mistake of its shape."""
    return _theme(read_bytes(raw, file))


def _theme(document: Document) -> Theme:
    if document.problems:
        raise WorkflowError(document.problems)
    try:
        return Theme.model_validate(plain(document.data))
    except ValidationError as error:
        raise WorkflowError(
            [
                problem(
                    place_of(document.data, tuple(each["loc"])),
                    "L04" if each["type"] == "extra_forbidden" else "L05" if each["type"] == "missing" else "L06",
                    f"{'.'.join(map(str, each['loc']))}: {each['msg']}",
                )
                for each in error.errors(include_url=False)
            ]
        ) from error


def css_of(theme: Theme) -> str:
    """The theme as a style sheet of custom properties, for `layouts/public.html`."""
    values = {f"--{key.replace('_', '-')}": value for key, value in theme.colours.model_dump().items()}
    values |= {
        "--headings": theme.type.headings,
        "--body": theme.type.body,
        "--size": f"{theme.type.size}px",
        "--line": f"{theme.type.line}",
        "--measure": f"{theme.type.measure}ch",
        "--corner": f"{theme.corner}px",
    }
    values |= {f"--space-{number}": f"{pixels}px" for number, pixels in enumerate(theme.spacing, start=1)}
    lines = "".join(f"  {name}: {value};\n" for name, value in values.items())
    return f".app-public {{\n{lines}}}\n"
