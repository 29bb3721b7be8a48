"""What a person's file may hold: each section, the table it fills, and whom or what its words name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.database import Base
from casework.records import models


@dataclass(frozen=True)
class Section:
    """A list of entries, each a row of one table.

    part: what the row's id is made with: the 3rd note of edna is edna-note-3. refers: word of the file to the column
    it fills and what it names: a worker, a team, a person or organisation of the file, or a note, event, step or
    relationship. inside: sections within an entry. keyed: an entry may have an `id` of its own, for others to name.
    single: one entry, not a list.
    """

    model: type[Base]
    part: str
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    inside: Mapping[str, "Section"] = field(default_factory=dict)
    keyed: bool = False
    single: bool = False


MOVES = Section(
    models.StepMove,
    "move",
    {
        "by": ("by_id", "worker"),
        "for": ("for_id", "worker"),
        "from_worker": ("from_worker_id", "worker"),
        "to_worker": ("to_worker_id", "worker"),
        "to_team": ("to_team_id", "team"),
    },
)

CASES: Mapping[str, Section] = {
    "steps": Section(
        models.Step,
        "step",
        {
            "worker": ("worker_id", "worker"),
            "team": ("team_id", "team"),
            "from_step": ("from_step_id", "step"),
            "finished_by": ("finished_by_id", "worker"),
            "finished_for": ("finished_for_id", "worker"),
        },
        inside={"moves": MOVES},
        keyed=True,
    ),
    "contacts": Section(models.Contact, "contact"),
    "assessments": Section(
        models.Assessment,
        "assessment",
        {"assessed_by": ("assessed_by_id", "worker")},
        inside={"outcomes": Section(models.AssessmentOutcome, "outcome")},
    ),
    "plans": Section(
        models.CarePlan,
        "plan",
        inside={
            "needs": Section(models.Need, "need"),
            "services": Section(models.Service, "service", {"organisation": ("organisation_id", "organisation")}),
            "budget": Section(models.PersonalBudget, "budget", single=True),
        },
    ),
    "authorisations": Section(
        models.Authorisation,
        "authorisation",
        {"decided_by": ("decided_by_id", "worker"), "decided_for": ("decided_for_id", "worker")},
    ),
    "reviews": Section(models.Review, "review"),
    "safeguarding": Section(models.SafeguardingConcern, "concern", {"begun_by": ("begun_by_id", "step")}),
    "enquiries": Section(models.SafeguardingEnquiry, "enquiry", {"begun_by": ("begun_by_id", "step")}),
    "capacity": Section(models.CapacityAssessment, "capacity", {"begun_by": ("begun_by_id", "step")}),
    "finance": Section(models.FinancialAssessment, "finance", {"begun_by": ("begun_by_id", "step")}),
    "carers_assessments": Section(models.CarersAssessment, "carers"),
}

SECTIONS: Mapping[str, Section] = {
    "details": Section(models.PersonDetail, "detail"),
    "past_addresses": Section(models.PastAddress, "past-address"),
    "relationships": Section(models.Relationship, "relationship", {"other": ("other_id", "person")}),
    "authorities": Section(
        models.LegalAuthority,
        "authority",
        {"relationship": ("relationship_id", "relationship"), "seen_by": ("seen_by_id", "worker")},
    ),
    "warnings": Section(
        models.Warning,
        "warning",
        {
            "added_by": ("added_by_id", "worker"),
            "reviewed_by": ("reviewed_by_id", "worker"),
            "ended_by": ("ended_by_id", "worker"),
        },
    ),
    "involvements": Section(
        models.Involvement,
        "involvement",
        {"worker": ("worker_id", "worker"), "organisation": ("organisation_id", "organisation")},
    ),
    "notes": Section(
        models.CaseNote,
        "note",
        {
            "author": ("author_id", "worker"),
            "for": ("for_id", "worker"),
            "addendum_to": ("addendum_to_id", "note"),
            "countersigned_by": ("countersigned_by_id", "worker"),
        },
        keyed=True,
    ),
    "chronology": Section(
        models.ChronologyEntry,
        "event",
        {"added_by": ("added_by_id", "worker"), "note": ("case_note_id", "note")},
        keyed=True,
    ),
    "picks": Section(models.ChronologyPick, "pick", {"worker": ("worker_id", "worker"), "event": ("event", "picked")}),
    "note_drafts": Section(models.NoteDraft, "draft", {"worker": ("worker_id", "worker")}),
    "alerts": Section(
        models.Alert,
        "alert",
        {
            "worker": ("worker_id", "worker"),
            "note": ("case_note_id", "note"),
            "acknowledged_by": ("acknowledged_by_id", "worker"),
        },
    ),
    "documents": Section(
        models.Document, "document", {"made_by": ("made_by_id", "worker"), "for": ("for_id", "worker")}
    ),
    "visits": Section(models.Visit, "visit", {"worker": ("worker_id", "worker")}),
    "views": Section(models.RecordView, "view", {"worker": ("worker_id", "worker"), "for": ("for_id", "worker")}),
    "access_requests": Section(
        models.AccessRequest, "access", {"worker": ("worker_id", "worker"), "for": ("for_id", "worker")}
    ),
    "cases": Section(models.Case, "case", inside=CASES),
}

PERSON = Section(models.Person, "", {"practice": ("practice_id", "organisation")}, inside=SECTIONS)
ORGANISATION = Section(models.Organisation, "")
TEAM = Section(models.Team, "")
WORKER = Section(models.Worker, "", {"team": ("team_id", "team")})
COVER = Section(models.Cover, "cover", {"worker": ("worker_id", "worker"), "for": ("for_id", "worker")})

OWNED_BY: Mapping[type[Base], str] = {
    models.Person: "person_id",
    models.Case: "case_id",
    models.Step: "step_id",
    models.Assessment: "assessment_id",
    models.CarePlan: "plan_id",
}
"""The column by which rows inside a section name it."""
