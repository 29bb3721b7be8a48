"""Building a few rows of the record by name, for tests and for trying things: `build.person(name="Ada Morris")`."""

from typing import Any, TypeVar

from sqlalchemy import inspect, select

from casework.database import Base, Db, InSandbox
from casework.records import models
from casework.synthetic import factories

Row = TypeVar("Row", bound=Base)


class Build:
    """Makes rows of the record through `db`, in the sandbox it is in, each added and flushed.

    State only what matters. A row of the record may be given for any key: `person=ada` fills
    `person_id`. What a row cannot be without (a person, a case, a plan, an author) is made when it
    is not given. Raises TypeError for a column that is not there.
    """

    def __init__(self, db: Db) -> None:
        self.db = db

    # --- people ----------------------------------------------------------------------------------

    def team(self, **columns: Any) -> models.Team:
        return self._add(models.Team, factories.TeamFactory, columns)

    def worker(self, **columns: Any) -> models.Worker:
        return self._add(models.Worker, factories.WorkerFactory, columns)

    def person(self, **columns: Any) -> models.Person:
        """A person. `name="Ada Morris"` is short for the two columns."""
        if "name" in columns:
            columns["first_name"], _, columns["last_name"] = columns.pop("name").rpartition(" ")
        return self._add(models.Person, factories.PersonFactory, columns)

    def detail(self, **columns: Any) -> models.PersonDetail:
        return self._add(models.PersonDetail, factories.PersonDetailFactory, self._with_person(columns))

    def relationship(self, **columns: Any) -> models.Relationship:
        return self._add(models.Relationship, factories.RelationshipFactory, self._with_person(columns))

    def warning(self, **columns: Any) -> models.Warning:
        return self._add(models.Warning, factories.WarningFactory, self._with_person(columns))

    def involvement(self, **columns: Any) -> models.Involvement:
        return self._add(models.Involvement, factories.InvolvementFactory, self._with_person(columns))

    def organisation(self, **columns: Any) -> models.Organisation:
        return self._add(models.Organisation, factories.OrganisationFactory, columns)

    def cover(self, **columns: Any) -> models.Cover:
        """`worker` may act for `absent`; both are made where they are not given."""
        absent = columns.pop("absent", None) or self.worker(name="Tom Reilly")
        return self._add(models.Cover, factories.CoverFactory, {"for_id": absent.id, **self._with_worker(columns)})

    def past_address(self, **columns: Any) -> models.PastAddress:
        return self._add(models.PastAddress, factories.PastAddressFactory, self._with_person(columns))

    def legal_authority(self, **columns: Any) -> models.LegalAuthority:
        return self._add(models.LegalAuthority, factories.LegalAuthorityFactory, self._with_person(columns))

    def record_view(self, **columns: Any) -> models.RecordView:
        return self._add(models.RecordView, factories.RecordViewFactory, self._with_worker(self._with_person(columns)))

    def access_request(self, **columns: Any) -> models.AccessRequest:
        return self._add(
            models.AccessRequest, factories.AccessRequestFactory, self._with_worker(self._with_person(columns))
        )

    def same_person_decision(self, **columns: Any) -> models.SamePersonDecision:
        columns = self._with_worker(self._with_person(columns))
        if _lacks(columns, "other"):
            columns["other"] = self.person()
        return self._add(models.SamePersonDecision, factories.SamePersonDecisionFactory, columns)

    # --- work ------------------------------------------------------------------------------------

    def case(self, **columns: Any) -> models.Case:
        return self._add(models.Case, factories.CaseFactory, self._with_person(columns))

    def step(self, **columns: Any) -> models.Step:
        return self._add(models.Step, factories.StepFactory, self._with_case(columns))

    def draft(self, **columns: Any) -> models.Draft:
        if _lacks(columns, "step"):
            columns["step"] = self.step()
        if _lacks(columns, "worker"):
            columns["worker"] = self.worker()
        return self._add(models.Draft, factories.DraftFactory, columns)

    def visit(self, **columns: Any) -> models.Visit:
        return self._add(models.Visit, factories.VisitFactory, self._with_worker(self._with_person(columns)))

    def step_move(self, **columns: Any) -> models.StepMove:
        if _lacks(columns, "step"):
            columns["step"] = self.step()
        if _lacks(columns, "by"):
            columns["by"] = self.worker()
        return self._add(models.StepMove, factories.StepMoveFactory, columns)

    def flag_answer(self, **columns: Any) -> models.FlagAnswer:
        if _lacks(columns, "step"):
            columns["step"] = self.step()
        if _lacks(columns, "by"):
            columns["by"] = self.worker()
        columns.setdefault("person_id", columns["step"].person_id)
        return self._add(models.FlagAnswer, factories.FlagAnswerFactory, columns)

    def finished_version(self, **columns: Any) -> models.FinishedVersion:
        if _lacks(columns, "step"):
            columns["step"] = self.step()
        columns.setdefault("case_id", columns["step"].case_id)
        columns.setdefault("person_id", columns["step"].person_id)
        return self._add(models.FinishedVersion, factories.FinishedVersionFactory, columns)

    # --- contacts and assessments ----------------------------------------------------------------

    def contact(self, **columns: Any) -> models.Contact:
        return self._add(models.Contact, factories.ContactFactory, self._with_case(columns))

    def assessment(self, **columns: Any) -> models.Assessment:
        return self._add(models.Assessment, factories.AssessmentFactory, self._with_case(columns))

    def outcome(self, **columns: Any) -> models.AssessmentOutcome:
        if _lacks(columns, "assessment"):
            columns["assessment"] = self.assessment()
        return self._add(models.AssessmentOutcome, factories.AssessmentOutcomeFactory, columns)

    # --- plans -----------------------------------------------------------------------------------

    def plan(self, **columns: Any) -> models.CarePlan:
        return self._add(models.CarePlan, factories.CarePlanFactory, self._with_case(columns))

    def need(self, **columns: Any) -> models.Need:
        return self._add(models.Need, factories.NeedFactory, self._with_plan(columns))

    def service(self, **columns: Any) -> models.Service:
        return self._add(models.Service, factories.ServiceFactory, self._with_plan(columns))

    def budget(self, **columns: Any) -> models.PersonalBudget:
        return self._add(models.PersonalBudget, factories.PersonalBudgetFactory, self._with_plan(columns))

    def authorisation(self, **columns: Any) -> models.Authorisation:
        return self._add(models.Authorisation, factories.AuthorisationFactory, self._with_case(columns))

    def review(self, **columns: Any) -> models.Review:
        return self._add(models.Review, factories.ReviewFactory, self._with_case(columns))

    # --- what only some ways of working make -----------------------------------------------------

    def carers_assessment(self, **columns: Any) -> models.CarersAssessment:
        return self._add(models.CarersAssessment, factories.CarersAssessmentFactory, self._with_case(columns))

    def self_assessment(self, **columns: Any) -> models.SelfAssessment:
        return self._add(models.SelfAssessment, factories.SelfAssessmentFactory, self._with_case(columns))

    def trusted_assessment(self, **columns: Any) -> models.TrustedAssessment:
        return self._add(models.TrustedAssessment, factories.TrustedAssessmentFactory, self._with_case(columns))

    def reablement(self, **columns: Any) -> models.Reablement:
        return self._add(models.Reablement, factories.ReablementFactory, self._with_case(columns))

    def community_connection(self, **columns: Any) -> models.CommunityConnection:
        return self._add(models.CommunityConnection, factories.CommunityConnectionFactory, self._with_case(columns))

    def one_page_profile(self, **columns: Any) -> models.OnePageProfile:
        return self._add(models.OnePageProfile, factories.OnePageProfileFactory, self._with_case(columns))

    def huddle(self, **columns: Any) -> models.Huddle:
        return self._add(models.Huddle, factories.HuddleFactory, self._with_case(columns))

    def capacity_assessment(self, **columns: Any) -> models.CapacityAssessment:
        return self._add(models.CapacityAssessment, factories.CapacityAssessmentFactory, self._with_step(columns))

    def safeguarding_concern(self, **columns: Any) -> models.SafeguardingConcern:
        return self._add(models.SafeguardingConcern, factories.SafeguardingConcernFactory, self._with_step(columns))

    def safeguarding_enquiry(self, **columns: Any) -> models.SafeguardingEnquiry:
        return self._add(models.SafeguardingEnquiry, factories.SafeguardingEnquiryFactory, self._with_step(columns))

    def financial_assessment(self, **columns: Any) -> models.FinancialAssessment:
        return self._add(models.FinancialAssessment, factories.FinancialAssessmentFactory, self._with_step(columns))

    # --- what happened ---------------------------------------------------------------------------

    def case_note(self, **columns: Any) -> models.CaseNote:
        columns = self._with_person(columns)
        if _lacks(columns, "author"):
            columns["author"] = self.worker()
        return self._add(models.CaseNote, factories.CaseNoteFactory, columns)

    def chronology_entry(self, **columns: Any) -> models.ChronologyEntry:
        return self._add(models.ChronologyEntry, factories.ChronologyEntryFactory, self._with_person(columns))

    def chronology_pick(self, **columns: Any) -> models.ChronologyPick:
        return self._add(
            models.ChronologyPick, factories.ChronologyPickFactory, self._with_worker(self._with_person(columns))
        )

    def note_draft(self, **columns: Any) -> models.NoteDraft:
        return self._add(models.NoteDraft, factories.NoteDraftFactory, self._with_worker(self._with_person(columns)))

    def alert(self, **columns: Any) -> models.Alert:
        return self._add(models.Alert, factories.AlertFactory, self._with_worker(self._with_person(columns)))

    def document(self, **columns: Any) -> models.Document:
        return self._add(models.Document, factories.DocumentFactory, self._with_person(columns))

    # --- how -------------------------------------------------------------------------------------

    def _with_person(self, columns: dict[str, Any]) -> dict[str, Any]:
        return {**columns, "person": self.person()} if _lacks(columns, "person") else columns

    def _with_worker(self, columns: dict[str, Any]) -> dict[str, Any]:
        return {**columns, "worker": self.worker()} if _lacks(columns, "worker") else columns

    def _with_case(self, columns: dict[str, Any]) -> dict[str, Any]:
        """With a case and its person, who are never two different people by accident."""
        if not _lacks(columns, "case"):
            if _lacks(columns, "person"):
                case = columns.get("case") or self._get(models.Case, columns["case_id"])
                columns = {**columns, "person_id": case.person_id}
            return columns
        columns = self._with_person(columns)
        whose = columns["person"] if "person" in columns else self._get(models.Person, columns["person_id"])
        return {**columns, "case": self.case(person=whose)}

    def _with_step(self, columns: dict[str, Any]) -> dict[str, Any]:
        """With the step that began it, of the same case and person."""
        if not _lacks(columns, "begun_by"):
            return self._with_case(columns)
        columns = self._with_case(columns)
        case = columns.get("case") or self._get(models.Case, columns["case_id"])
        columns = {**columns, "begun_by": self.step(case=case)}
        return columns if not _lacks(columns, "person") else {**columns, "person_id": case.person_id}

    def _with_plan(self, columns: dict[str, Any]) -> dict[str, Any]:
        return {**columns, "plan": self.plan()} if _lacks(columns, "plan") else columns

    def _get(self, model: type[Row], row_id: str) -> Row:
        return self.db.scalars(select(model).where(inspect(model).columns["id"] == row_id)).one()

    def _add(self, model: type[Row], made_by: type[factories.RecordFactory], columns: dict[str, Any]) -> Row:
        given = [value for value in columns.values() if isinstance(value, InSandbox)]
        keys = {
            f"{name}_id" if isinstance(value, InSandbox) else name: value.id if isinstance(value, InSandbox) else value
            for name, value in columns.items()
        }
        row: Row = made_by.build(**keys)
        self.db.add(row)
        self.db.flush()
        for parent in given:
            # Lists already read, such as `person.warnings`, would not have the new row in them.
            self.db.expire(parent, list(inspect(type(parent)).relationships.keys()))
        return row


def _lacks(columns: dict[str, Any], name: str) -> bool:
    return columns.get(name) is None and columns.get(f"{name}_id") is None
