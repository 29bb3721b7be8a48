"""The report of a study, the page for a show-and-tell, and what those who took part are told: pages, and PDF."""

from collections.abc import Callable
from typing import Any

from flask import Response, get_template_attribute, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import queries
from casework.paper import Sheet, as_pdf
from casework.web import current
from casework.web.access import LAB, WATCHING, allow
from casework.web.erasing import keep_download
from casework.web.studies.blueprint import bp, parts_of
from casework.web.studies.report_parts import Block, Reported, facts_of, for_practitioners, report, show_and_tell

PAPERS: dict[str, tuple[str, Callable[[Reported], list[Block]]]] = {
    "report": ("Report", report),
    "show-and-tell": ("Show-and-tell", show_and_tell),
    "for-those-who-took-part": ("For those who took part", for_practitioners),
}
"""Each by the end of its address: its title, and what it says."""

ALWAYS_SHARED = ("for-those-who-took-part",)

DRAWN = (
    "text{font-family:'Liberation Sans',Arial,sans-serif;fill:#0b0c0c;font-size:13px}"
    ".app-dots__title,.app-dots__letter,.app-dots__label--strong{font-weight:700}"
    ".app-chart__grid{stroke:#d9dedf}.app-chart__axis{stroke:#0b0c0c}.app-dots__join{stroke:#a9b1b3}"
    ".app-person-dot{stroke:#fff;stroke-width:1.2}"
    ".app-dots__bar,.app-dots__tick,.app-person-dot__cross{stroke-width:1.4}.app-dots__tick{stroke-width:4}"
)
INKS = {"a": "#0b5c66", "b": "#a8480b", "c": "#5b3a8c", "d": "#484949"}


@bp.get("/studies/<study_id>/papers/<paper>")
@allow(*WATCHING)
def show_paper(study_id: str, paper: str) -> ResponseReturnValue:
    return _page(study_id, paper, is_shared=paper in ALWAYS_SHARED)


@bp.get("/studies/<study_id>/papers/<paper>/to-share")
@allow(*WATCHING)
def show_shared_paper(study_id: str, paper: str) -> ResponseReturnValue:
    return _page(study_id, paper, is_shared=True)


@bp.get("/studies/<study_id>/papers/<paper>.pdf")
@allow(*LAB)
def paper_pdf(study_id: str, paper: str) -> ResponseReturnValue:
    return _pdf(study_id, paper, is_shared=paper in ALWAYS_SHARED)


@bp.get("/studies/<study_id>/papers/<paper>/to-share.pdf")
@allow(*LAB)
def shared_paper_pdf(study_id: str, paper: str) -> ResponseReturnValue:
    return _pdf(study_id, paper, is_shared=True)


def _paper(name: str) -> tuple[str, Callable[[Reported], list[Block]]]:
    if name not in PAPERS:
        raise NotFound(f"paper {name}")
    return PAPERS[name]


def _page(study_id: str, paper: str, *, is_shared: bool) -> str:
    title, blocks_of = _paper(paper)
    study = queries.get_study(db.session(), study_id)
    said = Reported(db.session(), study, is_shared)
    return render_template(
        "studies/paper.html",
        study=study,
        parts=parts_of(study, "show_results"),
        paper=paper,
        papers={name: each for name, (each, _) in PAPERS.items()},
        title=title,
        facts=facts_of(said),
        blocks=blocks_of(said),
        is_shared=is_shared,
        is_always_shared=paper in ALWAYS_SHARED,
    )


def _pdf(study_id: str, paper: str, *, is_shared: bool) -> Response:
    title, blocks_of = _paper(paper)
    study = queries.get_study(db.session(), study_id)
    said = Reported(db.session(), study, is_shared)
    days = [each.joined_at for each in said.sessions if each.joined_at]
    made = as_pdf(
        Sheet(
            title=f"{title}: {study.title}",
            council=current.settings().council,
            facts=facts_of(said),
            blocks=[_on_paper(block) for block in blocks_of(said)],
            is_large=False,
            dated_on=max(days, default=study.made_at).date(),
            says="fictional cases; nobody’s own result",
        )
    )
    name = f"{study.id}-{paper}{'-to-share' if is_shared else ''}.pdf"
    keep_download(study_id, name)
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _on_paper(block: Block) -> dict[str, Any]:
    """A block as the typesetter takes it: pictures as SVG that brings its own ink."""
    if "panels" not in block:
        return block
    draw = get_template_attribute("components/charts.html", "panel_svg")
    ink = "".join(
        f".app-person-dot--{letter}{{fill:{colour}}}"
        f".app-person-dot--open.app-person-dot--{letter}{{fill:#fff;stroke:{colour}}}"
        f"path.app-dots__bar.app-person-dot--{letter},path.app-dots__tick.app-person-dot--{letter},"
        f"path.app-person-dot__cross.app-person-dot--{letter}{{fill:none;stroke:{colour}}}"
        for letter, colour in INKS.items()
    )
    drawn = []
    for number, panel in enumerate(block["panels"], 1):
        svg = str(draw(panel, f"{block['id']}-{number}", named=False))
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        svg = svg.replace("<title", f"<style>{DRAWN}{ink}</style><title", 1)
        drawn.append({"svg": svg, "says": f"{panel.title}. {panel.in_words}".lstrip(". ")})
    return {"drawn": drawn, "under": f"{block['says']} Axis: {block['under']}."}


def paper_links(study_id: str) -> list[tuple[str, str]]:
    """Every paper of a study: (title, address)."""
    return [
        (title, url_for("studies.show_paper", study_id=study_id, paper=paper)) for paper, (title, _) in PAPERS.items()
    ]
