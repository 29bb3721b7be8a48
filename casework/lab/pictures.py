"""Pictures of a participant's pages: what was rendered for her, kept as a copy for whoever watches or looks back.

What is new in every reply (tokens, keys, nonces) is taken out before a picture is kept, so that pages that look alike
are kept once. What could act (scripts, handlers, addresses) is taken out when it is shown, and the copy stands in a
frame that lets nothing run: each would be enough alone.
"""

import re
import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from html import escape
from html.parser import HTMLParser

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import NotFound
from casework.lab.models import Picture, PictureBody, Session, SessionArm, TaskRun
from casework.lab.sandboxes import inside
from casework.lab.vocabulary import Stage
from casework.records.models import Draft

LEVEL = 6
OWN_DISPLAY = "app-display-"
"""What classes of a page begin with that show it as she likes it: how she reads is nobody's business."""

_SCRIPT = re.compile(r"<(script)\b.*?</\1>", re.DOTALL)
_NEW_EACH_TIME = re.compile(
    r'(<input[^>]*?\bname="(?:csrf_token|once|sitting|revision|shown|meant|clicks)"[^>]*?\bvalue=)"[^"]*"'
    r'|(<input[^>]*?\bvalue=)"[^"]*"(?=[^>]*?\bname="(?:csrf_token|once|sitting|revision|shown|meant|clicks)")'
    r'|(\s(?:nonce|data-[a-z-]*(?:token|once|url|revision)))="[^"]*"'
)


def may_be_taken(session: Session) -> bool:
    """Whether somebody may look at a picture of her pages: she agreed, and somebody leads, watches or looks again."""
    choices = session.participant.consent_choices
    if choices is None or session.participant.consented_at is None:
        return False
    return not session.is_alone or bool({"observed", "pictures"} & set(choices))


def session_to_picture(db: Db, session_id: str) -> Session:
    """A session, its row locked, with all that keeping a picture asks of it, at once. Raises NotFound."""
    visit = joinedload(Session.run_under_way).joinedload(TaskRun.session_arm).joinedload(SessionArm.arm)
    found = db.scalar(
        select(Session)
        .where(Session.id == session_id)
        .options(joinedload(Session.participant), visit)
        .with_for_update(of=Session)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(f"session {session_id}")
    return found


def keep(db: Db, session: Session, html: str, *, path: str, title: str, status: int, at: datetime) -> Picture | None:
    """Keep how a page looked; None where it may not be taken. Twice the same look is one body, and two pictures."""
    if not may_be_taken(session):
        return None
    looks = without_what_is_new(html)
    digest = sha256(looks.encode()).hexdigest()
    body_id = db.scalar(
        select(PictureBody.id).where(PictureBody.session_id == session.id, PictureBody.body_hash == digest)
    )
    if body_id is None:
        body = PictureBody(
            session_id=session.id,
            body_hash=digest,
            compressed=zlib.compress(looks.encode(), LEVEL),
            bytes_plain=len(looks.encode()),
        )
        db.add(body)
        db.flush()
        body_id = body.id
    run = session.current_run if session.stage in (Stage.WORKING, Stage.RATING) else None
    picture = Picture(
        session_id=session.id,
        task_run_id=run.id if run else None,
        event_seq=session.event_count,
        at=at,
        path=path[:400],
        title=title[:200],
        status=status,
        version_id=session.current_arm.arm.version_id if session.current_arm else None,
        body_id=body_id,
    )
    db.add(picture)
    db.flush()
    return picture


def latest(db: Db, session: Session) -> Picture | None:
    """The last picture of a session: what she sees now."""
    return db.scalar(
        select(Picture)
        .where(Picture.session_id == session.id)
        .order_by(Picture.at.desc(), Picture.event_seq.desc())
        .limit(1)
    )


def get_picture(db: Db, session: Session, picture_id: str) -> Picture:
    """One picture of a session, with its body. Raises NotFound."""
    found = db.scalar(
        select(Picture)
        .where(Picture.id == picture_id, Picture.session_id == session.id)
        .options(joinedload(Picture.body))
    )
    if found is None:
        raise NotFound(f"picture {picture_id} of session {session.id}")
    return found


def last_typed(db: Db, session: Session) -> datetime | None:
    """When her browser last kept what she is typing into a step of the arm under way."""
    arm = session.current_arm
    if arm is None or arm.sandbox_id is None:
        return None
    with inside(db, arm.sandbox_id):
        return db.scalar(select(func.max(Draft.saved_at)).where(Draft.worker_id == session.study.worker_id))


def pictures_of(db: Db, session: Session) -> Sequence[Picture]:
    """Every picture of a session, the first one first."""
    return db.scalars(
        select(Picture).where(Picture.session_id == session.id).order_by(Picture.at, Picture.event_seq)
    ).all()


def shown(picture: Picture, *, stylesheet: str) -> str:
    """The picture as a page that does nothing. stylesheet: the address of our own."""
    return inert(html_of(picture.body), stylesheet=stylesheet)


def html_of(body: PictureBody) -> str:
    """What was kept of a page."""
    return zlib.decompress(body.compressed).decode()


def forget(db: Db, session: Session) -> int:
    """Delete every picture of a session; how many there were."""
    found = db.scalars(select(Picture.id).where(Picture.session_id == session.id)).all()
    db.execute(delete(Picture).where(Picture.session_id == session.id))
    db.execute(delete(PictureBody).where(PictureBody.session_id == session.id))
    return len(found)


def end(db: Db, session: Session) -> None:
    """The session is over: pictures stay only where she agreed that they are kept."""
    if "pictures" not in (session.participant.consent_choices or []):
        forget(db, session)


def strike_out(db: Db, session: Session, old: str, new: str) -> int:
    """Put other words into the pictures of a session; in how many bodies."""
    changed = 0
    for body in db.scalars(select(PictureBody).where(PictureBody.session_id == session.id)):
        html = html_of(body)
        if old in html or escape(old) in html:
            after = html.replace(old, new).replace(escape(old), new)
            body.compressed, body.bytes_plain = zlib.compress(after.encode(), LEVEL), len(after.encode())
            # Two looks may be alike now: the hash of what they were goes with it.
            body.body_hash = sha256(f"{body.id}{after}".encode()).hexdigest()
            changed += 1
    db.flush()
    return changed


def without_what_is_new(html: str) -> str:
    """A page without its scripts and without what differs in every reply."""
    return _NEW_EACH_TIME.sub(_emptied, _SCRIPT.sub("", html))


def _emptied(found: re.Match[str]) -> str:
    before = found[1] or found[2]
    return f'{before}""' if before else ""


# --- inert ---------------------------------------------------------------------------------------

KEPT_ATTRIBUTES = frozenset(
    {
        *("class", "id", "for", "type", "value", "checked", "selected", "rows", "cols", "size", "colspan"),
        *("rowspan", "scope", "lang", "dir", "hidden", "open", "name", "placeholder", "role", "title", "alt", "width"),
        *("height", "viewbox", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "points", "fill"),
        *("stroke", "stroke-width", "text-anchor", "transform", "datetime", "maxlength", "multiple", "readonly"),
        *("preserveaspectratio", "dominant-baseline", "stroke-dasharray"),
    }
)
"""All that an element of a picture keeps, beside aria-… and data-…: nothing that leads anywhere or acts."""

KEPT_ELEMENTS = frozenset(
    {
        *("html", "body", "main", "header", "footer", "nav", "section", "article", "aside", "div", "span", "p", "a"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody"),
        *("tfoot", "tr", "th", "td", "colgroup", "col", "strong", "em", "b", "i", "small", "abbr", "time", "mark", "q"),
        *(
            "form",
            "fieldset",
            "legend",
            "label",
            "input",
            "select",
            "option",
            "optgroup",
            "textarea",
            "button",
            "output",
        ),
        *("details", "summary", "br", "hr", "wbr", "blockquote", "pre", "code", "address", "sub", "sup", "figure"),
        *(
            "figcaption",
            "svg",
            "g",
            "path",
            "rect",
            "circle",
            "line",
            "polyline",
            "polygon",
            "text",
            "tspan",
            "progress",
        ),
    }
)
VOID = frozenset({"input", "br", "hr", "wbr", "col"})
SILENT = frozenset({"script", "style", "template", "iframe", "object", "noscript", "head", "title"})
"""Elements that go with everything in them."""


class _Inert(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        if self.silent or tag not in KEPT_ELEMENTS:
            return
        # Not to be reached by Tab, and not to be pressed: it is a picture.
        still = " disabled" if tag in ("button", "select", "textarea", "input") else ""
        kept = [f' {name}="{escape(_value(tag, name, value))}"' for name, value in attrs if _is_kept(name)]
        self.written.append(f"<{tag}{''.join(kept)}{still}>")

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
        elif tag in KEPT_ELEMENTS and tag not in VOID:
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.written.append(escape(data, quote=False))


def _is_kept(name: str) -> bool:
    return name in KEPT_ATTRIBUTES or (name.startswith("aria-") and re.fullmatch(r"[a-z-]+", name) is not None)


def _value(tag: str, name: str, value: str | None) -> str:
    given = value or ""
    if name == "class":
        return " ".join(each for each in given.split() if not each.startswith(OWN_DISPLAY) and each != "js-enabled")
    if name == "fill" and "url" in given.casefold():
        return "none"
    if name == "type" and tag == "button":
        return "button"
    return given


def inert(html: str, *, stylesheet: str) -> str:
    """A whole page in which nothing runs, leads anywhere or can be pressed; only its look is left."""
    parser = _Inert()
    parser.feed(html)
    parser.close()
    body = "".join(parser.written)
    start, end = body.find("<body"), body.rfind("</body>")
    inside = body[start : end + len("</body>")] if start >= 0 and end > start else f"<body>{body}</body>"
    return (
        '<!DOCTYPE html><html lang="en-GB" class="govuk-template"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=1280"><title>Picture</title>'
        f'<link rel="stylesheet" href="{escape(stylesheet)}"></head>{inside}</html>'
    )
