"""The care record. Every class here is a table inside a sandbox."""

from casework.records.models.assessments import Assessment, AssessmentOutcome, Contact
from casework.records.models.capacity import CapacityAssessment
from casework.records.models.carers import CarersAssessment
from casework.records.models.documents import Document
from casework.records.models.history import Alert, CaseNote, ChronologyEntry, ChronologyPick, NoteDraft
from casework.records.models.money import FinancialAssessment
from casework.records.models.other_ways import (
    CommunityConnection,
    Huddle,
    OnePageProfile,
    Reablement,
    SelfAssessment,
    TrustedAssessment,
)
from casework.records.models.people import (
    AccessRequest,
    Cover,
    Involvement,
    LegalAuthority,
    Organisation,
    PastAddress,
    Person,
    PersonDetail,
    RecordView,
    Relationship,
    SamePersonDecision,
    Team,
    Warning,
    Worker,
)
from casework.records.models.plans import Authorisation, CarePlan, Need, PersonalBudget, Review, Service
from casework.records.models.safeguarding import SafeguardingConcern, SafeguardingEnquiry
from casework.records.models.work import Case, Draft, FinishedVersion, FlagAnswer, Step, StepMove, Visit

__all__ = [
    "AccessRequest",
    "Alert",
    "Assessment",
    "AssessmentOutcome",
    "Authorisation",
    "CapacityAssessment",
    "CarePlan",
    "CarersAssessment",
    "Case",
    "CaseNote",
    "ChronologyEntry",
    "ChronologyPick",
    "CommunityConnection",
    "Contact",
    "Cover",
    "Document",
    "Draft",
    "FinancialAssessment",
    "FinishedVersion",
    "FlagAnswer",
    "Huddle",
    "Involvement",
    "LegalAuthority",
    "Need",
    "NoteDraft",
    "OnePageProfile",
    "Organisation",
    "PastAddress",
    "Person",
    "PersonDetail",
    "PersonalBudget",
    "Reablement",
    "RecordView",
    "Relationship",
    "Review",
    "SafeguardingConcern",
    "SafeguardingEnquiry",
    "SamePersonDecision",
    "SelfAssessment",
    "Service",
    "Step",
    "StepMove",
    "Team",
    "TrustedAssessment",
    "Visit",
    "Warning",
    "Worker",
]
