"""The care record. Every class here is a table inside a sandbox."""

from casework.records.models.assessments import Assessment, AssessmentOutcome, Contact
from casework.records.models.history import CaseNote, ChronologyEntry
from casework.records.models.people import (
    Involvement,
    Person,
    PersonDetail,
    Relationship,
    Team,
    Warning,
    Worker,
)
from casework.records.models.plans import (
    Authorisation,
    CarePlan,
    Need,
    PersonalBudget,
    Review,
    Service,
)
from casework.records.models.work import Case, Draft, Step

__all__ = [
    "Assessment",
    "AssessmentOutcome",
    "Authorisation",
    "CarePlan",
    "Case",
    "CaseNote",
    "ChronologyEntry",
    "Contact",
    "Draft",
    "Involvement",
    "Need",
    "Person",
    "PersonDetail",
    "PersonalBudget",
    "Relationship",
    "Review",
    "Service",
    "Step",
    "Team",
    "Warning",
    "Worker",
]
