"""People written by hand: what their files may hold, how they are read, and what is wrong with them."""

from casework.synthetic.pinned.loading import (
    WORKERS_FILE,
    Source,
    check_people,
    load_pinned,
    load_workers,
    read_yaml,
)
from casework.synthetic.pinned.mistakes import PEOPLE_KINDS, PeopleError, kind_of

__all__ = [
    "PEOPLE_KINDS",
    "WORKERS_FILE",
    "PeopleError",
    "Source",
    "check_people",
    "kind_of",
    "load_pinned",
    "load_workers",
    "read_yaml",
]
