"""How wide a text is, and how it is cut into lines."""

LABEL_SIZE = 13
_NARROW, _WIDE, _CAPITALS = "\N{NO-BREAK SPACE}ijltfrI.,:;'’“”()|! -", "mwMW%@", "ABCDEFGHJKLNOPQRSTUVXYZ"


def width_of(text: str, size: float = LABEL_SIZE, *, bold: bool = False) -> float:
    """How wide a text is at most, in pixels, in Arial or a font of its measures."""
    units = sum(
        0.34 if each in _NARROW else 0.9 if each in _WIDE else 0.75 if each in _CAPITALS else 0.57 for each in text
    )
    return units * size * (1.07 if bold else 1)


def wrapped(text: str, width: float, size: float = LABEL_SIZE, *, bold: bool = False, most: int = 4) -> tuple[str, ...]:
    """The text in lines no wider than width; what does not fit into `most` lines ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(cut(word, width, size, bold))
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} …", width, size, bold, " …")]
    return tuple(lines)


def cut(text: str, width: float, size: float, bold: bool, end: str = "…") -> str:
    """As much of the text as the width holds, with `end` where some is left out."""
    if width_of(text, size, bold=bold) <= width:
        return text
    while text and width_of(text + end, size, bold=bold) > width:
        text = text[:-1].rstrip(" …")
    return text + end
