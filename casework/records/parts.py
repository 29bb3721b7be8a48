"""Which table keeps each part of the record: the word before the dot in a fact's name."""

from dataclasses import dataclass

from casework.records.models import (
    CapacityAssessment,
    CarersAssessment,
    CommunityConnection,
    FinancialAssessment,
    Huddle,
    OnePageProfile,
    Reablement,
    SafeguardingConcern,
    SafeguardingEnquiry,
    SelfAssessment,
    Step,
    TrustedAssessment,
)

OneRow = (
    CarersAssessment | CommunityConnection | Huddle | OnePageProfile | Reablement | SelfAssessment | TrustedAssessment
)
Numbered = CapacityAssessment | FinancialAssessment | SafeguardingConcern | SafeguardingEnquiry

ONE_ROW: dict[str, type[OneRow]] = {
    "carers_assessment": CarersAssessment,
    "self_assessment": SelfAssessment,
    "trusted": TrustedAssessment,
    "reablement": Reablement,
    "community": CommunityConnection,
    "profile": OnePageProfile,
    "huddle": Huddle,
}
"""A case has one row of each, which a step sent back writes again."""


@dataclass(frozen=True)
class Several:
    """A part of which a case may have several rows, numbered from 1; facts go to the newest of the same run.

    A run is what one start of a workflow led to, so that two concerns in one case do not write over each other.
    closed_by: the column that closes a row; what is recorded after that begins another.
    one_for: the column that says what a row is about; another value of it begins another row.
    """

    table: type[Numbered]
    closed_by: str = ""
    one_for: str = ""


SEVERAL: dict[str, Several] = {
    "safeguarding": Several(SafeguardingConcern, closed_by="closed_on"),
    "enquiry": Several(SafeguardingEnquiry, closed_by="closed_on"),
    "capacity": Several(CapacityAssessment, one_for="matter"),
    "finance": Several(FinancialAssessment, closed_by="statement_sent_on"),
}


def run_begun_by(step: Step) -> str:
    """The id of the step that began this run of a workflow: the earliest of its version that led here."""
    while step.from_step is not None and step.from_step.version_id == step.version_id:
        step = step.from_step
    return step.id
