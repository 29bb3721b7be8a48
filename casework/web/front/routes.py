"""The front page, and the pages that say how the site treats you. Anyone may read them."""

from functools import cache

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.lab.themes import Theme, css_of, load_themes
from casework.web import current
from casework.web.access import Who, allow
from config import ROOT

bp = Blueprint("front", __name__)


@bp.get("/")
@allow(Who.ANYONE)
def home() -> ResponseReturnValue:
    return render_template("front/home.html")


@bp.get("/help")
@allow(Who.ANYONE)
def help_page() -> ResponseReturnValue:
    return render_template("front/help.html")


@bp.get("/accessibility")
@allow(Who.ANYONE)
def accessibility() -> ResponseReturnValue:
    return render_template("front/accessibility.html")


@bp.get("/privacy")
@allow(Who.ANYONE)
def privacy() -> ResponseReturnValue:
    return render_template("front/privacy.html")


@bp.get("/cookies")
@allow(Who.ANYONE)
def cookies() -> ResponseReturnValue:
    names = {"staff": current_app.config["SESSION_COOKIE_NAME"], "sitting": current.cookie_name()}
    hours = int(current.LONGEST_ABSENCE.total_seconds() // 3600)
    return render_template("front/cookies.html", names=names, hours=hours)


@cache
def themes() -> dict[str, Theme]:
    """Every theme by id."""
    return load_themes(ROOT / "seed_data" / "themes")


@bp.get("/themes/<theme_id>.css")
@allow(Who.ANYONE)
def theme(theme_id: str) -> ResponseReturnValue:
    """A theme's style sheet, for the public layout."""
    if theme_id not in themes():
        raise NotFound(f"theme {theme_id}")
    return Response(css_of(themes()[theme_id]), mimetype="text/css")
