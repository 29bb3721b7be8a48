"""Codes that facts of several parts of the record share. Their labels are in `seed_data/lists/`."""

from casework.facts import FactType
from casework.records.vocabulary import Achieves, OutcomeCode

TEXT, YES_NO, CODE, CODES = FactType.TEXT, FactType.YES_NO, FactType.CODE, FactType.CODES
DATE, MONEY, NUMBER, ITEMS = FactType.DATE, FactType.MONEY, FactType.NUMBER, FactType.ITEMS

ACHIEVES = tuple(code.value for code in Achieves)
OUTCOMES = tuple(code.value for code in OutcomeCode)
LIMBS = ("needs-assistance", "pain-distress", "endangers", "takes-longer")
CARER_LIMBS = ("needs-assistance", "pain-distress", "endangers")
"""Why a carer is unable to achieve an outcome: three, SI 2015/313 reg 3(3). Taking longer is none of them."""

MET_BY = ("council", "carer", "community", "self", "nhs", "declined", "nobody-yet")
WELLBEING = (
    "dignity",
    "health-emotional",
    "protection",
    "control",
    "participation",
    "social-economic",
    "relationships-family",
    "accommodation",
    "contribution",
)
ADVOCATE = ("not-needed", "appropriate-person", "in-place", "asked-for")
YES_NO_UNKNOWN = ("yes", "no", "not-known")
DIFFICULTIES = ("understand", "retain", "use-or-weigh", "communicate", "none")
WILLING = ("yes", "partly", "no", "not-asked")
COPY_FORMATS = ("print", "large-print", "easy-read", "audio", "email", "another-language")
