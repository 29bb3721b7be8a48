"""Casework: the lab in which councils find out which way of working serves adult social care best."""

from dataclasses import replace

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from casework import cli, web
from casework.council import read_council
from casework.database import prepare
from casework.extensions import csrf, db, login
from config import ROOT, Settings, read_settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, with settings from the environment unless they are given."""
    settings = settings or read_settings()
    council = read_council(ROOT / "seed_data" / "council.yaml", settings.council)
    settings = replace(settings, council=council.name)
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder="web/static")
    app.config.update(
        SETTINGS=settings,
        COUNCIL=council,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="__Host-casework" if settings.over_tls else "casework",
        SESSION_COOKIE_SECURE=settings.over_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which our Referrer-Policy keeps back
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch is still that person's form
        SEND_FILE_MAX_AGE_DEFAULT=300,  # seconds: without it every page asks again for each style and script
        MAX_CONTENT_LENGTH=8_000_000,
        MAX_FORM_MEMORY_SIZE=4_000_000,  # Flask's 500,000 bytes would lose a long pasted case note
        MAX_FORM_PARTS=5_000,
    )
    app.logger.setLevel("INFO")  # who signed in belongs in the log beside who was refused
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]
    web.set_up_templates(app)
    db.init_app(app)
    csrf.init_app(app)
    login.init_app(app)
    with app.app_context():
        prepare(db.engine)
    web.attach(app)
    cli.attach(app)
    return app


def _engine_options(settings: Settings) -> dict[str, object]:
    # What people typed are the parameters of statements, which belong in no log.
    if settings.database_url.startswith("sqlite"):
        return {"connect_args": {"check_same_thread": False}, "hide_parameters": True}
    return {"pool_pre_ping": True, "hide_parameters": True}
