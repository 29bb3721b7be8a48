"""The record's closed lists. Open ones, which a council may add to, are in seed_data/lists/."""

from enum import StrEnum


class Label(StrEnum):
    """A code with the words people read."""

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()


class StepStatus(Label):
    INCOMING = "incoming"
    STARTED = "started"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class StepKind(Label):
    """Which part of the record a step makes."""

    CONTACT = "contact"
    TRIAGE = "triage"
    ALLOCATION = "allocation"
    SUPPORT = "support"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    FINANCIAL = "financial"
    PLAN = "plan"
    APPROVAL = "approval"
    ARRANGEMENT = "arrangement"
    REVIEW = "review"
    END = "end"


class ContactKind(Label):
    """How a contact in a case note happened."""

    HOME_VISIT = "home-visit"
    CALL_IN = "call-in"
    CALL_OUT = "call-out"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"
    SUPERVISION = "supervision"
    MANAGEMENT_DECISION = "management-decision"


class WarningKind(Label):
    RISK = "risk"
    SHARING = "sharing"
    COMMUNICATION = "communication"

    @property
    def label(self) -> str:
        return WARNING_LABELS[self]


WARNING_LABELS: dict[WarningKind, str] = {
    WarningKind.RISK: "Risk to the person or to visitors",
    WarningKind.SHARING: "What may not be said, or to whom",
    WarningKind.COMMUNICATION: "How to communicate",
}


class OrganisationKind(Label):
    """What an organisation of the county is."""

    GP_PRACTICE = "gp-practice"
    HOSPITAL = "hospital"
    HOME_CARE = "home-care"
    DAY_CENTRE = "day-centre"
    CARE_HOME = "care-home"
    NURSING_HOME = "nursing-home"
    TELECARE = "telecare"
    EQUIPMENT = "equipment"
    COMMUNITY = "community"
    ADVOCACY = "advocacy"
    HOUSING = "housing"
    SCHOOL = "school"

    @property
    def label(self) -> str:
        return "GP practice" if self is OrganisationKind.GP_PRACTICE else super().label


class AuthorityKind(Label):
    """By what right somebody may decide for another (Mental Capacity Act 2005 ss 9, 16)."""

    LPA_HEALTH = "lpa-health"
    LPA_PROPERTY = "lpa-property"
    EPA = "epa"
    DEPUTY_HEALTH = "deputy-health"
    DEPUTY_PROPERTY = "deputy-property"
    APPOINTEE = "appointee"

    @property
    def label(self) -> str:
        return AUTHORITY_LABELS[self]


AUTHORITY_LABELS: dict[AuthorityKind, str] = {
    AuthorityKind.LPA_HEALTH: "Lasting power of attorney: health and welfare",
    AuthorityKind.LPA_PROPERTY: "Lasting power of attorney: property and affairs",
    AuthorityKind.EPA: "Enduring power of attorney: property and affairs",
    AuthorityKind.DEPUTY_HEALTH: "Deputy: health and welfare",
    AuthorityKind.DEPUTY_PROPERTY: "Deputy: property and affairs",
    AuthorityKind.APPOINTEE: "Appointee for benefits",
}


class MoveKind(Label):
    """How a step changed hands."""

    TAKEN = "taken"
    ALLOCATED = "allocated"
    PASSED_ON = "passed-on"
    RETURNED = "returned"


class ChronologyKind(Label):
    """What an event of the chronology is about. A council's own entries may have others."""

    EVENT = "event"
    HEALTH = "health"
    FAMILY = "family"
    HOME = "home"
    CARER = "carer"
    MONEY = "money"
    NOTE = "note"
    STEP = "step"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    REVIEW = "review"
    WARNING = "warning"
    SAFEGUARDING = "safeguarding"
    DEATH = "death"


class DocumentKind(Label):
    LETTER = "letter"
    ATTACHMENT = "attachment"


class DocumentFormat(Label):
    """How a letter is written and set. Plain English and what is read aloud have texts of their own."""

    STANDARD = "standard"
    PLAIN_ENGLISH = "plain-english"
    LARGE_PRINT = "large-print"
    READ_ALOUD = "read-aloud"

    @property
    def label(self) -> str:
        return {"plain-english": "Plain English", "read-aloud": "Easy to read aloud"}.get(self, super().label)


class Achieves(Label):
    """Whether a person achieves an outcome, answered as though nobody were helping (SI 2015/313 reg 2)."""

    ABLE = "able"
    WITH_HELP = "with-help"
    UNABLE = "unable"
    NOT_APPLICABLE = "not-applicable"


class OutcomeCode(Label):
    """The ten eligibility outcomes, SI 2015/313 reg 2(2)(a) to (j), in the regulation's order."""

    NUTRITION = "nutrition"
    PERSONAL_HYGIENE = "personal-hygiene"
    TOILET_NEEDS = "toilet-needs"
    CLOTHING = "clothing"
    HOME_SAFETY = "home-safety"
    HOME_ENVIRONMENT = "home-environment"
    RELATIONSHIPS = "relationships"
    WORK_EDUCATION = "work-education"
    COMMUNITY_FACILITIES = "community-facilities"
    CHILD_CARING = "child-caring"

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS: dict[OutcomeCode, str] = {
    OutcomeCode.NUTRITION: "Managing and maintaining nutrition",
    OutcomeCode.PERSONAL_HYGIENE: "Maintaining personal hygiene",
    OutcomeCode.TOILET_NEEDS: "Managing toilet needs",
    OutcomeCode.CLOTHING: "Being appropriately clothed",
    OutcomeCode.HOME_SAFETY: "Making use of the home safely",
    OutcomeCode.HOME_ENVIRONMENT: "Maintaining a habitable home",
    OutcomeCode.RELATIONSHIPS: "Family and other personal relationships",
    OutcomeCode.WORK_EDUCATION: "Work, training, education or volunteering",
    OutcomeCode.COMMUNITY_FACILITIES: "Using local facilities, transport and recreation",
    OutcomeCode.CHILD_CARING: "Caring for a child",
}
