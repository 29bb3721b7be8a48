"""The care record. Every class here is a table inside a sandbox."""

from casework.records.models.assessments import Assessment, AssessmentOutcome, Contact
from casework.records.models.capacity import CapacityAssessment
from casework.records.models.carers import CarersAssessment
from casework.records.models.history import CaseNote, ChronologyEntry
from casework.records.models.money import FinancialAssessment
from casework.records.models.other_ways import (
    CommunityConnection,
    Huddle,
    OnePageProfile,
    Reablement,
    SelfAssessment,
    TrustedAssessment,
)
from casework.records.models.people import Involvement, Person, PersonDetail, Relationship, Team, Warning, Worker
from casework.records.models.plans import Authorisation, CarePlan, Need, PersonalBudget, Review, Service
from casework.records.models.safeguarding import SafeguardingConcern, SafeguardingEnquiry
from casework.records.models.work import Case, Draft, Step

__all__ = [
    "Assessment",
    "AssessmentOutcome",
    "Authorisation",
    "CapacityAssessment",
    "CarePlan",
    "CarersAssessment",
    "Case",
    "CaseNote",
    "ChronologyEntry",
    "CommunityConnection",
    "Contact",
    "Draft",
    "FinancialAssessment",
    "Huddle",
    "Involvement",
    "Need",
    "OnePageProfile",
    "Person",
    "PersonDetail",
    "PersonalBudget",
    "Reablement",
    "Relationship",
    "Review",
    "SafeguardingConcern",
    "SafeguardingEnquiry",
    "SelfAssessment",
    "Service",
    "Step",
    "Team",
    "TrustedAssessment",
    "Warning",
    "Worker",
]
