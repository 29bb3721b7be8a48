"""One factory for each table of the record. They serve the county and the tests alike.

`PersonFactory.build()` is an instance, `PersonFactory.row(sandbox_id=…, id=…)` the same thing as a
row for `insert_rows`. A factory says what an ordinary row looks like; whoever calls it says only
what matters. Nothing here is random: variety is the business of `population.py`.
"""

# factory-boy says nothing of the types of its declarations.
# mypy: disable-error-code="no-untyped-call, attr-defined"

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.base import Factory
from factory.declarations import BaseDeclaration

from casework.database import Base
from casework.records import models
from casework.records.vocabulary import (
    Achieves,
    AuthorityKind,
    ContactKind,
    DocumentKind,
    MoveKind,
    OrganisationKind,
    OutcomeCode,
    StepKind,
    StepStatus,
    WarningKind,
)
from casework.synthetic.safe_identifiers import nhs_number

STORY_DATE = date(2026, 11, 10)
"""The day on which the story of the county begins, unless somebody says otherwise."""

ROLE_FOR: dict[StepKind, str] = {
    StepKind.CONTACT: "contact_officer",
    StepKind.TRIAGE: "duty_worker",
    StepKind.ALLOCATION: "team_manager",
    StepKind.SUPPORT: "social_worker",
    StepKind.ASSESSMENT: "social_worker",
    StepKind.DECISION: "team_manager",
    StepKind.FINANCIAL: "finance_officer",
    StepKind.PLAN: "social_worker",
    StepKind.APPROVAL: "team_manager",
    StepKind.ARRANGEMENT: "broker",
    StepKind.REVIEW: "social_worker",
    StepKind.END: "social_worker",
}
"""Who usually does a step of each kind."""

TITLE_FOR: dict[StepKind, str] = {
    StepKind.CONTACT: "Contact",
    StepKind.TRIAGE: "Triage",
    StepKind.ALLOCATION: "Allocation",
    StepKind.SUPPORT: "Support",
    StepKind.ASSESSMENT: "Care Act assessment",
    StepKind.DECISION: "Eligibility decision",
    StepKind.FINANCIAL: "Financial assessment",
    StepKind.PLAN: "Care and support plan",
    StepKind.APPROVAL: "Approval of the plan",
    StepKind.ARRANGEMENT: "Arrange the care",
    StepKind.REVIEW: "Review",
    StepKind.END: "End of involvement",
}
"""What a step of each kind is called on a work view, until a workflow gives it a title of its own."""


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of day on `day`, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


class RecordFactory(Factory[Any]):
    """What every factory of the record shares."""

    class Meta:
        abstract = True

    id = factory.Sequence(lambda n: f"row-{n}")

    @classmethod
    def row(cls, *, sandbox_id: str, id: str, **columns: Any) -> dict[str, Any]:
        """One row for `insert_rows`, with every column of the table in it.

        Raises ValueError for a column that the table does not have.
        """
        shape = _shape(cls)
        unknown = columns.keys() - shape.blank.keys()
        if unknown:
            raise ValueError(f"{shape.table} has no column {', '.join(sorted(unknown))}")
        built: dict[str, Any] = {"id": id, **columns}
        if not shape.worked_out <= built.keys():
            built = shape.dictionary(**built)
        return {**shape.usual, **built, "sandbox_id": sandbox_id}


class _Shape:
    """A factory's table as a dictionary: its columns, and a factory that makes dictionaries."""

    def __init__(self, made_by: type[RecordFactory]) -> None:
        model: type[Base] = made_by._meta.model
        self.table = model.__tablename__
        self.blank = blank_row(model)
        self.dictionary = factory.make_factory(dict, FACTORY_CLASS=made_by)
        declared = made_by._meta.pre_declarations.as_dict()
        # Where all that is to be worked out was given, the rest are plain values, and factory-boy is not needed:
        # ten times as quick.
        self.worked_out = {name for name, value in declared.items() if isinstance(value, BaseDeclaration)}
        self.usual = {**self.blank, **{n: value for n, value in declared.items() if n not in self.worked_out}}


_SHAPES: dict[type[RecordFactory], _Shape] = {}


def _shape(made_by: type[RecordFactory]) -> _Shape:
    # Making a factory class takes longer than making a row, so each is made once.
    if made_by not in _SHAPES:
        _SHAPES[made_by] = _Shape(made_by)
    return _SHAPES[made_by]


def blank_row(model: type[Base]) -> dict[str, Any]:
    """Every column of the table with its default, or None where it has no default."""
    row: dict[str, Any] = {}
    for column in Base.metadata.tables[model.__tablename__].columns:
        default = column.default
        if default is None or column.name == "id":
            row[column.name] = None
        elif default.is_scalar:
            row[column.name] = default.arg
        else:
            row[column.name] = default.arg(None)
    return row


# --- people --------------------------------------------------------------------------------------


class TeamFactory(RecordFactory):
    class Meta:
        model = models.Team

    id = factory.Sequence(lambda n: f"team-{n}")
    name = "Longer Term Team East"


class WorkerFactory(RecordFactory):
    class Meta:
        model = models.Worker

    id = factory.Sequence(lambda n: f"worker-{n}")
    name = "Priya Nair"
    role = "social_worker"


class PersonFactory(RecordFactory):
    class Meta:
        model = models.Person

    id = factory.Sequence(lambda n: f"person-{n}")
    number = factory.Sequence(lambda n: str(900_001 + n))
    first_name = "Ada"
    last_name = "Morris"
    born_on = date(1944, 3, 14)
    # From the sequence only where nobody gave a number: a county names its own.
    nhs_number = factory.Sequence(lambda n: nhs_number(80_000 + n))


class PersonDetailFactory(RecordFactory):
    class Meta:
        model = models.PersonDetail

    label = "GP practice"
    value = "Larkspur Surgery"
    source = "Person"
    confirmed_on = STORY_DATE - timedelta(days=30)


class RelationshipFactory(RecordFactory):
    class Meta:
        model = models.Relationship

    name = "Alan Morris"
    kind = "Husband"


class WarningFactory(RecordFactory):
    class Meta:
        model = models.Warning

    kind = WarningKind.RISK
    title = "Dog not secured"
    added_on = STORY_DATE - timedelta(days=90)
    review_on = STORY_DATE + timedelta(days=90)


class InvolvementFactory(RecordFactory):
    class Meta:
        model = models.Involvement

    role = "Social worker"
    started_on = STORY_DATE - timedelta(days=60)


class OrganisationFactory(RecordFactory):
    class Meta:
        model = models.Organisation

    name = "Larkspur Surgery"
    kind = OrganisationKind.GP_PRACTICE


class CoverFactory(RecordFactory):
    class Meta:
        model = models.Cover

    since_on = STORY_DATE - timedelta(days=4)
    until_on = STORY_DATE + timedelta(days=3)


class PastAddressFactory(RecordFactory):
    class Meta:
        model = models.PastAddress

    address = "3 Fuller Row, Larkenfold"
    until_on = STORY_DATE - timedelta(days=900)


class LegalAuthorityFactory(RecordFactory):
    class Meta:
        model = models.LegalAuthority

    name = "Somebody who may decide"
    kind = AuthorityKind.LPA_PROPERTY


class RecordViewFactory(RecordFactory):
    class Meta:
        model = models.RecordView

    page = "Summary"
    viewed_on = STORY_DATE
    viewed_at = factory.LazyAttribute(lambda view: moment(view.viewed_on))


class AccessRequestFactory(RecordFactory):
    class Meta:
        model = models.AccessRequest

    reason = "I am on duty and she rang"
    asked_on = STORY_DATE
    asked_at = factory.LazyAttribute(lambda asked: moment(asked.asked_on))


class SamePersonDecisionFactory(RecordFactory):
    class Meta:
        model = models.SamePersonDecision

    is_same = False
    reason = "Another date of birth"
    decided_on = STORY_DATE


# --- work ----------------------------------------------------------------------------------------


class CaseFactory(RecordFactory):
    class Meta:
        model = models.Case

    id = factory.Sequence(lambda n: f"case-{n}")
    title = "Care and support"
    opened_on = STORY_DATE - timedelta(days=14)


class StepFactory(RecordFactory):
    class Meta:
        model = models.Step

    id = factory.Sequence(lambda n: f"step-{n}")
    kind = StepKind.ASSESSMENT
    status = StepStatus.INCOMING
    title = factory.LazyAttribute(lambda step: TITLE_FOR[StepKind(step.kind)])
    role = factory.LazyAttribute(lambda step: ROLE_FOR[StepKind(step.kind)])
    received_at = moment(STORY_DATE - timedelta(days=4), 16, 58)
    due_on = STORY_DATE + timedelta(days=8)


class DraftFactory(RecordFactory):
    class Meta:
        model = models.Draft

    answers = factory.LazyFunction(dict)
    revision = 1
    saved_at = moment(STORY_DATE - timedelta(days=1), 16, 20)
    pages = factory.LazyFunction(dict)
    posted = factory.LazyFunction(dict)


class StepMoveFactory(RecordFactory):
    class Meta:
        model = models.StepMove

    kind = MoveKind.PASSED_ON
    moved_on = STORY_DATE
    moved_at = factory.LazyAttribute(lambda move: moment(move.moved_on))


class VisitFactory(RecordFactory):
    class Meta:
        model = models.Visit

    visit_on = STORY_DATE
    starts_at = "14:00"


class FlagAnswerFactory(RecordFactory):
    class Meta:
        model = models.FlagAnswer

    code = "I02"
    said = "Decided eligible with one outcome"
    reason = "The second is in the notes"
    answered_on = STORY_DATE
    answered_at = factory.LazyAttribute(lambda answer: moment(answer.answered_on))


class FinishedVersionFactory(RecordFactory):
    class Meta:
        model = models.FinishedVersion

    part = "assessment"
    number = 1
    content = factory.LazyFunction(dict)
    finished_on = STORY_DATE
    finished_at = factory.LazyAttribute(lambda version: moment(version.finished_on))


# --- contacts and assessments --------------------------------------------------------------------


class ContactFactory(RecordFactory):
    class Meta:
        model = models.Contact

    received_on = STORY_DATE - timedelta(days=4)
    route = "community"
    consent = "agreed"
    urgency = "routine"


class AssessmentFactory(RecordFactory):
    class Meta:
        model = models.Assessment

    id = factory.Sequence(lambda n: f"assessment-{n}")
    started_on = STORY_DATE - timedelta(days=3)
    consent = "agreed"


class AssessmentOutcomeFactory(RecordFactory):
    class Meta:
        model = models.AssessmentOutcome

    code = OutcomeCode.NUTRITION.value
    position = factory.LazyAttribute(lambda outcome: list(OutcomeCode).index(OutcomeCode(outcome.code)))
    achieves = Achieves.ABLE.value
    limbs = factory.LazyFunction(list)


# --- plans ---------------------------------------------------------------------------------------


class CarePlanFactory(RecordFactory):
    class Meta:
        model = models.CarePlan

    id = factory.Sequence(lambda n: f"plan-{n}")
    made_on = STORY_DATE - timedelta(days=2)


class NeedFactory(RecordFactory):
    class Meta:
        model = models.Need

    position = 0
    outcome = OutcomeCode.NUTRITION.value
    met_by = "council"


class ServiceFactory(RecordFactory):
    class Meta:
        model = models.Service

    position = 0
    service = "home-care"
    needs = factory.LazyFunction(list)
    units = 7.0
    unit = "hour"
    rate_pence = 2450
    days = factory.LazyFunction(list)
    weekly_pence = factory.LazyAttribute(lambda line: weekly_cost_pence(line.units, line.rate_pence))


class PersonalBudgetFactory(RecordFactory):
    class Meta:
        model = models.PersonalBudget


class AuthorisationFactory(RecordFactory):
    class Meta:
        model = models.Authorisation

    decided_on = STORY_DATE - timedelta(days=1)
    about = "Care and support plan"
    decision = "agreed"


class ReviewFactory(RecordFactory):
    class Meta:
        model = models.Review

    due_on = STORY_DATE + timedelta(days=42)


# --- what only some ways of working make ---------------------------------------------------------


class BegunFactory(RecordFactory):
    """A part of the record that begins on a day and is filled in by what its questions record."""

    class Meta:
        abstract = True

    begun_on = STORY_DATE - timedelta(days=1)


class CarersAssessmentFactory(BegunFactory):
    class Meta:
        model = models.CarersAssessment


class SelfAssessmentFactory(BegunFactory):
    class Meta:
        model = models.SelfAssessment


class TrustedAssessmentFactory(BegunFactory):
    class Meta:
        model = models.TrustedAssessment


class ReablementFactory(BegunFactory):
    class Meta:
        model = models.Reablement


class CommunityConnectionFactory(BegunFactory):
    class Meta:
        model = models.CommunityConnection


class OnePageProfileFactory(BegunFactory):
    class Meta:
        model = models.OnePageProfile


class HuddleFactory(BegunFactory):
    class Meta:
        model = models.Huddle


class CapacityAssessmentFactory(BegunFactory):
    class Meta:
        model = models.CapacityAssessment

    number = 1


class SafeguardingConcernFactory(BegunFactory):
    class Meta:
        model = models.SafeguardingConcern

    number = 1


class SafeguardingEnquiryFactory(BegunFactory):
    class Meta:
        model = models.SafeguardingEnquiry

    number = 1


class FinancialAssessmentFactory(BegunFactory):
    class Meta:
        model = models.FinancialAssessment

    number = 1
    rates_on = factory.SelfAttribute("begun_on")
    rates_used = factory.LazyFunction(list)


# --- what happened -------------------------------------------------------------------------------


class CaseNoteFactory(RecordFactory):
    class Meta:
        model = models.CaseNote

    kind = ContactKind.CALL_OUT
    happened_on = STORY_DATE - timedelta(days=5)
    recorded_on = factory.SelfAttribute("happened_on")
    title = "Call to arrange a visit"
    text = "Rang to arrange a visit. At home and glad of the call."


class ChronologyEntryFactory(RecordFactory):
    class Meta:
        model = models.ChronologyEntry

    happened_on = STORY_DATE - timedelta(days=120)
    recorded_on = factory.SelfAttribute("happened_on")
    event = "Fall at home"
    source = "Case note"


class ChronologyPickFactory(RecordFactory):
    class Meta:
        model = models.ChronologyPick

    event = "entry:one"
    picked_on = STORY_DATE


class NoteDraftFactory(RecordFactory):
    class Meta:
        model = models.NoteDraft

    fields = factory.LazyFunction(dict)
    saved_at = moment(STORY_DATE)


class AlertFactory(RecordFactory):
    class Meta:
        model = models.Alert

    raised_by = "Duty desk"
    text = "Claire rang, worried about money"
    raised_on = STORY_DATE - timedelta(days=1)
    raised_at = factory.LazyAttribute(lambda alert: moment(alert.raised_on, 15, 31))


class DocumentFactory(RecordFactory):
    class Meta:
        model = models.Document

    kind = DocumentKind.ATTACHMENT
    title = "Discharge summary"
    dated_on = STORY_DATE - timedelta(days=6)
    recorded_on = factory.SelfAttribute("dated_on")
    content = factory.LazyFunction(list)


def weekly_cost_pence(units: float, rate_pence: int) -> int:
    """Units a week at a rate, in whole pence, half a penny rounded up.

    units: hours, days or items a week, to a hundredth.
    """
    hundredths = round(units * 100)
    return (hundredths * rate_pence + 50) // 100
