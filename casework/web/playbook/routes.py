"""The playbook in the lab: its index with a search, its pages, and all of it to print."""

from functools import cache
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from casework.errors import NotFound
from casework.web.access import STAFF, allow
from casework.web.page import lab_frame, the_council
from casework.web.playbook.beside import helps_at
from casework.web.playbook.reading import A_PAGE, INDEX, PlaybookPage, as_html, find, read_playbook
from config import ROOT

bp = Blueprint("playbook", __name__)

# Who has to be told stands beside the pages on which somebody may look for it in a hurry.
TOLD = {
    "facilitate": ("upset", "at_risk", "real_data"),
    "when-something-goes-wrong": ("real_data", "at_risk", "upset", "data_protection"),
    "observe-and-take-notes": ("real_data",),
    "consent": ("research", "data_protection", "complaints"),
    "data-protection": ("data_protection",),
}
WHEN = {
    "upset": "Somebody is upset",
    "at_risk": "Somebody is at risk",
    "real_data": "A real person’s details were typed",
    "data_protection": "A question about data",
    "research": "A question about a study",
    "complaints": "A complaint",
}


@cache
def playbook() -> dict[str, PlaybookPage]:
    """The index and every page in its order, read once: they change with a restart."""
    return read_playbook(ROOT / "docs" / "playbook")


@bp.context_processor
def frame() -> dict[str, Any]:
    return {"current": lab_frame() if current_user.is_authenticated else {}}


@bp.app_context_processor
def helps_here() -> dict[str, Any]:
    return {"helps_here": helps_at(request.endpoint or "", (request.view_args or {}).get("part_id", ""))}


@bp.get("/playbook")
@allow(*STAFF)
def index() -> ResponseReturnValue:
    typed = request.args.get("q", "").strip()[:200]
    pages = [page for page in playbook().values() if page.id != INDEX]
    return render_template(
        "playbook/index.html",
        page=playbook()[INDEX],
        text=html_of(playbook()[INDEX]),
        typed=typed,
        found=find(pages, typed),
    )


@bp.get("/playbook/<page_id>")
@allow(*STAFF)
def page(page_id: str) -> ResponseReturnValue:
    order = [each for each in playbook() if each != INDEX]
    if page_id not in order:
        raise NotFound(f"page {page_id} of the playbook")
    at = order.index(page_id)
    return render_template(
        "playbook/page.html",
        page=playbook()[page_id],
        text=html_of(playbook()[page_id]),
        before=playbook()[order[at - 1]] if at else None,
        after=playbook()[order[at + 1]] if at + 1 < len(order) else None,
        number=at + 1,
        of=len(order),
        told=[(WHEN[name], getattr(the_council(), name)) for name in TOLD.get(page_id, ())],
    )


@bp.get("/playbook/all")
@allow(*STAFF)
def whole() -> ResponseReturnValue:
    pages = [each for each in playbook().values() if each.id != INDEX]
    return render_template(
        "playbook/whole.html", pages=[(each, Markup(as_html(each, _inside, before=f"{each.id}-"))) for each in pages]
    )


def html_of(shown: PlaybookPage) -> Markup:
    """A page drawn for the browser. It holds no HTML but what was drawn from its Markdown."""
    return Markup(as_html(shown, address))


def address(link: str) -> str:
    """Where a link of a page leads in the lab."""
    if link.startswith("lab:"):
        return url_for(link.removeprefix("lab:"))
    led = A_PAGE.fullmatch(link)
    if led is None:
        return link
    there = url_for("playbook.index") if led["page"] == INDEX else url_for("playbook.page", page_id=led["page"])
    return there + (led["part"] or "")


def _inside(link: str) -> str:
    """Where a link leads on the page that holds all of them."""
    led = A_PAGE.fullmatch(link)
    if led is None or led["page"] == INDEX:
        return address(link)
    return f"#{led['page']}-{led['part'][1:]}" if led["part"] else f"#{led['page']}"
