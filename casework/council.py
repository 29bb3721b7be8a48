"""The council that runs this lab: whom to ask, whom to tell, and what its public pages say (seed_data/council.yaml)."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from casework.workflows.parsing import place_of, plain
from casework.workflows.problems import Problem, WorkflowError, in_order, nearest, problem
from casework.workflows.reader import Document, read_file


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


Words = Annotated[str, Field(min_length=1)]


class Contact(_Part):
    """Somebody to ask or to tell, with at least one way to reach them. then: what happens after that."""

    who: Words
    telephone: Words | None = None
    email: Annotated[str, Field(pattern=r"^\S+@\S+\.\S+$")] | None = None
    hours: Words | None = None
    post: Words | None = None
    then: Words | None = None

    @model_validator(mode="after")
    def can_be_reached(self) -> "Contact":
        if not (self.telephone or self.email or self.post):
            raise ValueError("give a telephone, an email or a post address")
        return self

    @property
    def inside(self) -> str:
        """Who it is, for the middle of a sentence: "the data protection officer"."""
        return self.who[:1].lower() + self.who[1:] if self.who.startswith("The ") else self.who

    @property
    def by(self) -> str:
        """How to reach them, in a line: "01632 960 124 (day and night), or data.protection@…"."""
        told = f"{self.telephone} ({self.hours})" if self.telephone and self.hours else self.telephone
        return ", or ".join(way for way in (told, self.email) if way) or str(self.post)


class Kept(_Part):
    """One kind of thing that is kept, and how long. The words of both stand on the privacy page."""

    what: Words
    how_long: Words


class Council(_Part):
    """The council's details.

    research, complaints, accessibility: whom anybody may ask. upset, real_data, at_risk: who is told when a session
    upset somebody, when a real person's details were typed, and when somebody is at risk.
    """

    name: Words
    research: Contact
    data_protection: Contact
    upset: Contact
    real_data: Contact
    at_risk: Contact
    complaints: Contact
    accessibility: Contact
    lawful_basis: Words
    where: Words
    kept: Annotated[list[Kept], Field(min_length=1)]
    prepared_on: date
    reviewed_by: Words


def read_council(path: Path, name: str = "") -> Council:
    """The details in a file, with another name where one is given.

    Raises WorkflowError with every mistake, each at its FILE:LINE:COL.
    """
    document = read_file(path)
    if document.problems:
        raise WorkflowError(document.problems)
    try:
        found = Council.model_validate(plain(document.data))
    except ValidationError as error:
        raise WorkflowError(in_order(_problem(document, each) for each in error.errors(include_url=False))) from error
    return found.model_copy(update={"name": name}) if name else found


def _problem(document: Document, error: ErrorDetails) -> Problem:
    path = tuple(error["loc"])
    name = ".".join(map(str, path))
    if error["type"] == "extra_forbidden":
        part = Council if len(path) == 1 else Kept if path[0] == "kept" else Contact
        meant = nearest(str(path[-1]), part.model_fields)
        return problem(
            place_of(document.data, path, key=True), "L04", f"{name} is not one of the council’s details{meant}"
        )
    if error["type"] == "missing":
        return problem(place_of(document.data, path[:-1]), "L05", f"{name} is missing; the public pages need it")
    told = error["msg"].removeprefix("Value error, ")
    return problem(place_of(document.data, path), "L06", f"{name}: {told[:1].lower()}{told[1:]}")
