"""The facts of the care record that a workflow's questions may record.

Whatever a workflow calls its question, what it records has one name here, so that decisions reached
in different workflows can be compared. The part before the dot says where the record keeps it
(`records/parts.py`); after it comes the column of that name, or a list of rows. Facts marked `given`
are there for conditions only: no question records them.
"""

from casework.facts import Catalogue
from casework.records.facts import assessment, capacity, carers, contact, money, other_ways, plan, review, safeguarding
from casework.records.facts.codes import CARER_LIMBS, LIMBS, MET_BY, OUTCOMES

__all__ = ["CARER_LIMBS", "CATALOGUE", "LIMBS", "MET_BY", "OUTCOMES"]

CATALOGUE = Catalogue(
    [
        *contact.FACTS,
        *assessment.FACTS,
        *plan.FACTS,
        *review.FACTS,
        *carers.FACTS,
        *safeguarding.FACTS,
        *capacity.FACTS,
        *money.FACTS,
        *other_ways.FACTS,
    ]
)
