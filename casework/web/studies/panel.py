"""The expert panel of a study: opened, watched and sealed by whoever leads it, and answered by each expert alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Field, RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import Optional

from casework.accounts.models import Role
from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.facts import Fact, FactType
from casework.findings.answers import in_words
from casework.lab import panel as panels
from casework.lab import queries
from casework.lab.models import Opinion, Panel, Study, StudyCase
from casework.lab.panel import Answered, PanelCase
from casework.records.facts import CATALOGUE
from casework.records.vocabulary import OUTCOME_LABELS
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.forms import choices_of
from casework.web.studies.blueprint import bp, by, parts_of
from casework.web.studies.forms import StaffForm


class OpenPanelForm(StaffForm):
    submit = SubmitField("Open the panel")


class SealKeyForm(StaffForm):
    submit = SubmitField("Seal the key")


class RulingForm(StaffForm):
    """What becomes of a case about which experts differ."""

    kept = RadioField(
        "What becomes of this case",
        choices=choices_of(
            {"yes": "Keep it: every answer of an expert counts as right", "no": "Leave it out of the key"}
        ),
        validators=[Optional()],
    )
    because = TextAreaField("Why")
    submit = SubmitField("Keep this ruling")


# --- whoever leads the study -----------------------------------------------------------------------


@bp.get("/studies/<study_id>/panel")
@allow(*LAB)
def show_panel(study_id: str) -> ResponseReturnValue:
    return _panel_page(queries.get_study(db.session(), study_id))


@bp.post("/studies/<study_id>/panel")
@allow(*LAB)
def open_panel(study_id: str) -> ResponseReturnValue:
    said = "The panel is open. Until its key is sealed, nobody sees what participants decided"
    return _done(study_id, panels.open_panel, said)


@bp.post("/studies/<study_id>/panel/<case_key>/ruling")
@allow(*LAB)
def rule_case(study_id: str, case_key: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    case = _case(study, case_key)
    form = RulingForm()
    try:
        if form.kept.data not in ("yes", "no"):
            raise DomainError("Select what becomes of this case", field="kept")
        panels.rule(
            db.session(),
            study,
            case,
            is_kept=form.kept.data == "yes",
            because=form.because.data or "",
            by=by(),
            at=current.moment(),
        )
    except DomainError as error:
        db.session.rollback()
        current.forget()
        form.show(error)
        return _panel_page(queries.get_study(db.session(), study_id), ruled=(case_key, form))
    return _kept(study, f"Ruled: {case.person_name}")


@bp.post("/studies/<study_id>/panel/seal")
@allow(*LAB)
def seal_key(study_id: str) -> ResponseReturnValue:
    return _done(study_id, panels.seal_key, "The key is sealed. What participants decided is shown beside it now")


def _done(study_id: str, operation: Callable[..., Panel], said: str) -> ResponseReturnValue:
    """Open or seal; what stands in the way is said on the page, as somebody else may have been first."""
    study = queries.get_study(db.session(), study_id)
    try:
        operation(db.session(), study, by=by(), at=current.moment())
    except DomainError as error:
        db.session.rollback()
        current.forget()
        flash(error.message)
        return redirect(url_for("studies.show_panel", study_id=study_id), 303)
    return _kept(study, said)


def _kept(study: Study, said: str) -> ResponseReturnValue:
    there = url_for("studies.show_panel", study_id=study.id)
    current.reply_is(there)
    db.session.commit()
    flash(said)
    return redirect(there, 303)


def _panel_page(study: Study, ruled: tuple[str, RulingForm] | None = None) -> str:
    handle = db.session()
    cases = panels.answered(handle, study)
    return render_template(
        "studies/panel.html",
        study=study,
        parts=parts_of(study, "show_panel"),
        panel=panels.panel_of(handle, study),
        cases=[_case_shown(each) for each in cases],
        facts=panels.facts_of(study),
        not_ready=panels.not_ready(cases),
        open_form=OpenPanelForm(),
        seal_form=SealKeyForm(),
        ruled=ruled,
        ruling_form=RulingForm(formdata=None),
    )


def _case_shown(each: PanelCase) -> dict[str, Any]:
    return {
        "case": each.case,
        "experts": each.experts,
        "agree": each.agree,
        "ruling": each.ruling,
        "is_left_out": each.is_left_out,
        "may_be_seen": each.experts >= panels.FEWEST_EXPERTS,
        "facts": [
            {
                "label": one.fact.label,
                "agree": one.agree,
                "said": [(name, in_words(one.fact, value)) for name, value in one.answers],
                "key": _key_in_words(one),
            }
            for one in each.facts
        ],
    }


def _key_in_words(one: Answered) -> str:
    if not one.answers:
        return ""
    if one.fact.type is FactType.MONEY:
        amounts = sorted(value for _, value in one.answers)
        return f"from {in_words(one.fact, amounts[0])} to {in_words(one.fact, amounts[-1])}"
    return ", or ".join(in_words(one.fact, value) for value in one.values)


# --- an expert -------------------------------------------------------------------------------------


@bp.get("/panel")
@allow(Role.EXPERT)
def my_panels() -> ResponseReturnValue:
    """The cases that an expert is asked about now, with those she has answered."""
    handle = db.session()
    asked = [
        (study, [(case, _has_answered(handle, study, case)) for case in study.cases])
        for study in panels.open_panels(handle)
    ]
    return render_template("studies/my_panels.html", asked=asked)


@bp.route("/panel/<study_id>/<case_key>", methods=["GET", "POST"])
@allow(Role.EXPERT)
def panel_case(study_id: str, case_key: str) -> ResponseReturnValue:
    """One case, answered without anything that another expert or a participant said of it."""
    handle = db.session()
    study = next((each for each in panels.open_panels(handle) if each.id == study_id), None)
    if study is None:
        raise NotFound(f"an open panel of {study_id}")
    case = _case(study, case_key)
    facts = panels.facts_of(study)
    said = panels.own_opinions(handle, study, case, current_user.account.id)
    form = _form_of(facts, said)
    if form.validate_on_submit():
        values: dict[str, Any] = {}
        try:
            values = {fact.name: _value(fact, form[_field(fact)].data) for fact in facts}
            panels.answer(
                handle,
                study,
                case,
                values,
                form.because.data or "",
                account_id=current_user.account.id,
                by=by(),
                at=current.moment(),
            )
        except DomainError as error:
            db.session.rollback()
            current.forget()
            for each in panels.unanswered(study, values) or [error] if values else [error]:
                form.show(DomainError(each.message, field=(each.field or "").replace(".", "__")))
        else:
            there = url_for("studies.my_panels")
            current.reply_is(there)
            db.session.commit()
            flash(f"Kept: {case.person_name}. You can change it until the key is sealed")
            return redirect(there, 303)
    return render_template(
        "studies/panel_case.html",
        study=study,
        case=case,
        known=_known(case),
        form=form,
        fields=[form[_field(fact)] for fact in facts],
    )


def _has_answered(handle: Db, study: Study, case: StudyCase) -> bool:
    said = panels.own_opinions(handle, study, case, current_user.account.id)
    return all(fact.name in said for fact in panels.facts_of(study))


def _case(study: Study, case_key: str) -> StudyCase:
    found = next((case for case in study.cases if case.key == case_key), None)
    if found is None:
        raise NotFound(f"case {case_key} of study {study.id}")
    return found


def _known(case: StudyCase) -> list[tuple[str, str]]:
    """What is known of a case when the practitioner gets it, in words."""
    known: dict[str, Any] = case.content.get("known") or {}
    return [
        ("Where it came from", str(case.content.get("came_from") or "")),
        *[(CATALOGUE[name].label, in_words(CATALOGUE[name], value)) for name, value in known.items()],
    ]


def _field(fact: Fact) -> str:
    return fact.name.replace(".", "__")


def _form_of(facts: Sequence[Fact], said: Mapping[str, Opinion]) -> Any:
    """A form with a question for every fact, filled in with what she said before."""
    fields: dict[str, Any] = {_field(fact): _question(fact) for fact in facts}
    fields["because"] = TextAreaField("Why, and what would change your mind (optional)")
    fields["submit"] = SubmitField("Keep these answers")
    made = type("PanelCaseForm", (StaffForm,), fields)
    before = {_field(fact): _shown(fact, said[fact.name].value["value"]) for fact in facts if fact.name in said}
    before["because"] = next((one.because for one in said.values()), "") or ""
    return made(data=before) if request.method == "GET" else made()


def _question(fact: Fact) -> Field:
    if fact.type is FactType.MONEY:
        return StringField(f"{fact.label}, in pounds {fact.unit}".strip())
    if fact.type is FactType.OUTCOMES:
        outcomes = {code.value: label for code, label in OUTCOME_LABELS.items()}
        return SelectMultipleField(f"{fact.label}: which are not achieved", choices=choices_of(outcomes))
    codes = ("yes", "no") if fact.type is FactType.YES_NO else fact.codes
    labels = choices_of({code: code.replace("-", " ").capitalize() for code in codes})
    if fact.type is FactType.CODES:
        return SelectMultipleField(fact.label, choices=labels)
    return RadioField(fact.label, choices=labels, validators=[Optional()])


def _shown(fact: Fact, value: Any) -> Any:
    return f"{value / 100:.2f}" if fact.type is FactType.MONEY else value


def _value(fact: Fact, data: Any) -> Any:
    """What was sent, as the fact's value. Raises DomainError for an amount that cannot be read."""
    if fact.type is not FactType.MONEY:
        return data if data is not None else ""
    text = str(data or "").replace("£", "").replace(",", "").strip()
    if not text:
        return ""
    try:
        return round(float(text) * 100)
    except ValueError:
        raise DomainError(f"Enter {fact.label.lower()} as an amount, like 245.50", field=fact.name) from None
