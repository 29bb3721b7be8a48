"""What a return to the Department asks about a person besides their needs, in the words of Client Level Data.

Shares are invented where nobody publishes them; `docs/county.md` says which.
"""

from typing import Any

from casework.synthetic.dice import Dice
from casework.synthetic.identities import Who

RETIRED = "Not in paid work: not seeking work or retired"
EMPLOYMENT = {
    RETIRED: 84,
    "Not in paid work: seeking work": 5,
    "Not in paid work: voluntary only": 3,
    "Paid: less than 16 hours a week": 5,
    "Paid: 16 hours a week or more": 2,
    "Paid: hours unknown": 1,
}
EMPLOYMENT_OF_CARERS = {RETIRED: 45, "Paid: 16 hours a week or more": 28, "Paid: less than 16 hours a week": 27}
SEEING = {"None": 86, "Partial sight": 8, "Blind or severely sight impaired": 2, "Severity unknown": 2, "Unknown": 2}
NOT_SEEING = {"Partial sight": 62, "Blind or severely sight impaired": 38}
HEARING = {
    "None": 74,
    "Hard of hearing": 20,
    "Deaf with speech": 2,
    "Deaf without speech": 1,
    "Severity unknown": 1,
    "Unknown": 2,
}
FUNDED = {"Fully social care": 52, "Joint client and social care": 38, "Fully client": 6, "Unknown": 4}


def client_level_facts(who: Who, dice: Dice, setting: str, condition: str) -> dict[str, Any]:
    """Columns of the person: work, sight, hearing, dementia, autism and who pays. Some are empty, as in life."""
    employment = EMPLOYMENT_OF_CARERS if who.reason == "carer" and not who.is_older else EMPLOYMENT
    has_dementia = who.reason == "memory" and "brain injury" not in condition
    autistic = "autism" in condition or (not who.is_older and dice.chance(0.12 if who.reason == "learning" else 0.03))
    return {
        "employment_status": RETIRED if who.age > 70 else dice.weighted(employment) if dice.chance(0.95) else "Unknown",
        "visual_impairment": dice.weighted(NOT_SEEING if who.reason == "sensory" else SEEING),
        "hearing_impairment": dice.weighted(HEARING) if dice.chance(0.95) else None,
        "has_dementia": "Yes" if has_dementia or (who.is_older and dice.chance(0.06)) else "No",
        "has_autism": "Yes" if autistic else "No" if dice.chance(0.9) else "Unknown",
        "funding_status": dice.weighted(FUNDED) if setting == "home" or dice.chance(0.8) else "Fully client",
    }
