"""The plainest Flask that shows the same components, and that keeps one row as durably."""

from pathlib import Path
from typing import Any

from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.database import prepare
from casework.workflows.loader import load_lists
from config import ROOT

PAGE = """<!doctype html><html lang="en-GB"><head><title>Twelve questions</title></head><body><h1>Twelve questions</h1>
{% from "govuk_frontend_jinja/components/input/macro.html" import govukInput %}
{% from "govuk_frontend_jinja/components/textarea/macro.html" import govukTextarea %}
{% from "govuk_frontend_jinja/components/radios/macro.html" import govukRadios %}
{% from "govuk_frontend_jinja/components/checkboxes/macro.html" import govukCheckboxes %}
{% from "govuk_frontend_jinja/components/select/macro.html" import govukSelect %}
{% from "govuk_frontend_jinja/components/date-input/macro.html" import govukDateInput %}
{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}
<form method="post">
{{ govukInput(named("one", "Who asked?") | combine(hint={"text": "A name and where they work"})) }}
{{ govukTextarea(named("two", "What did they say?")) }}
{{ govukRadios(chosen("three", "How did it come?", routes)) }}
{{ govukRadios(chosen("four", "Does a need show?", yes_no)) }}
{{ govukDateInput(chosen("five", "When did it begin?", day_month_year)) }}
{{ govukCheckboxes(chosen("six", "Which areas does it touch?", wellbeing)) }}
{{ govukInput(named("seven", "How many visits a week?") | combine(suffix={"text": "visits"})) }}
{{ govukInput(named("eight", "What does it cost a week?") | combine(prefix={"text": "£"})) }}
{{ govukSelect(named("nine", "How urgent is it?") | combine(items=urgency)) }}
{{ govukTextarea(named("ten", "What did you advise?") | combine(hint={"text": "She reads this."})) }}
{{ govukTextarea(named("eleven", "Whom did you connect them with?")) }}
{{ govukInput(named("twelve", "Anything else? (optional)")) }}
{{ govukButton({"text": "Save and go on"}) }}{{ govukButton({"text": "Save and leave for now"}) }}
</form></body></html>"""


def named(name: str, label: str) -> dict[str, Any]:
    """The parameters of a component with one label."""
    return {"id": name, "name": name, "label": {"text": label}}


def chosen(name: str, legend: str, items: list[dict[str, str]]) -> dict[str, Any]:
    """The parameters of a component of several controls."""
    return {
        "id": name,
        "idPrefix": name,
        "name": name,
        "fieldset": {"legend": {"text": legend}},
        "items": items,
    }


class _Base(DeclarativeBase):
    pass


class _Answer(_Base):
    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    lives: Mapped[str]
    matters: Mapped[str] = mapped_column(Text)


def bare_app(ours: Flask, file: Path, database_url: str = "") -> Flask:
    """Two views: `/page` shows twelve questions, `/save` inserts one row on connections set up as ours are.

    ours: whose template loader is used, so that both draw with the same components. database_url: where the rows go
    instead of an SQLite file.
    """
    app = Flask("bare")
    app.jinja_loader = ours.jinja_env.loader
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.config["SQLALCHEMY_DATABASE_URI"] = (
        database_url.replace("postgresql://", "postgresql+psycopg://") or f"sqlite:///{file}"
    )
    db = SQLAlchemy(model_class=_Base)
    db.init_app(app)
    lists = load_lists(ROOT / "seed_data" / "lists")
    options = {
        name: [{"value": option.code, "text": option.label} for option in lists[name].options]
        for name in ("routes", "wellbeing", "urgency")
    }
    options["yes_no"] = [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]
    options["day_month_year"] = [{"name": "day"}, {"name": "month"}, {"name": "year"}]
    app.jinja_env.globals.update(named=named, chosen=chosen)
    app.jinja_env.filters["combine"] = lambda given, **more: {**given, **more}
    with app.app_context():
        prepare(db.engine)
        _Base.metadata.create_all(db.engine)

    @app.get("/page")
    def page() -> str:
        return render_template_string(PAGE, **options)

    @app.post("/save")
    def save() -> ResponseReturnValue:
        db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        db.session.add(_Answer(lives=request.form["lives"], matters=request.form["matters"]))
        db.session.commit()
        return redirect("/page", 303)

    return app
