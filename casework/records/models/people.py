"""People, those around them, and who works with them."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import AppendOnly, Base, InSandbox, many, one, same_sandbox
from casework.records.vocabulary import AuthorityKind, OrganisationKind, WarningKind


class Team(InSandbox, Base):
    """A team of workers; what nobody has been given waits in its tray."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(String(120))

    workers: Mapped[list["Worker"]] = many("Team", "Worker", "team_id", back_populates="team")


class Worker(InSandbox, Base):
    """Somebody of the council who works with people."""

    __tablename__ = "worker"
    __table_args__ = (*same_sandbox("team_id", "team"),)

    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(40))
    team_id: Mapped[str | None] = mapped_column(String(64))
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    last_signed_in_at: Mapped[datetime | None]
    approval_limit_pence: Mapped[int | None]
    """The gross weekly cost that she may agree to by herself; None for whoever approves nothing."""

    team: Mapped["Team | None"] = one("Worker", "team_id", "Team", back_populates="workers")

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split())

    @property
    def role_label(self) -> str:
        return self.role.replace("_", " ")


class Cover(InSandbox, Base):
    """One worker may act for another while they are away. `is_on` while she does."""

    __tablename__ = "cover"
    __table_args__ = (*same_sandbox("worker_id", "worker"), *same_sandbox("for_id", "worker"))

    worker_id: Mapped[str] = mapped_column(String(64))
    for_id: Mapped[str] = mapped_column(String(64))
    since_on: Mapped[date]
    until_on: Mapped[date]
    because: Mapped[str | None] = mapped_column(Text)
    is_on: Mapped[bool] = mapped_column(default=False)

    worker: Mapped["Worker"] = one("Cover", "worker_id", "Worker")
    absent: Mapped["Worker"] = one("Cover", "for_id", "Worker")

    def holds(self, today: date) -> bool:
        return self.since_on <= today <= self.until_on


class Organisation(InSandbox, Base):
    """A practice, a provider, a home, a hospital, a charity: who else is there in the county."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[OrganisationKind]
    address: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(String(10))
    phone: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)


class Warning(InSandbox, Base):
    """What a worker must know before a visit or a call. Has an owner and a date to look at it again."""

    __tablename__ = "warning"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("added_by_id", "worker"),
        *same_sandbox("added_for_id", "worker"),
        *same_sandbox("reviewed_by_id", "worker"),
        *same_sandbox("reviewed_for_id", "worker"),
        *same_sandbox("ended_by_id", "worker"),
        *same_sandbox("ended_for_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[str | None] = mapped_column(String(64))
    added_for_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[WarningKind]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str | None] = mapped_column(Text)
    added_on: Mapped[date]
    review_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[str | None] = mapped_column(String(64))
    reviewed_for_id: Mapped[str | None] = mapped_column(String(64))
    review_note: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[str | None] = mapped_column(String(64))
    ended_for_id: Mapped[str | None] = mapped_column(String(64))
    ended_because: Mapped[str | None] = mapped_column(Text)
    shared_with_person: Mapped[str | None] = mapped_column(Text)
    not_shared_because: Mapped[str | None] = mapped_column(Text)

    person: Mapped["Person"] = one("Warning", "person_id", "Person", back_populates="warnings")
    added_by: Mapped["Worker | None"] = one("Warning", "added_by_id", "Worker")
    """Who owns it: whoever added it, until it has ended."""
    added_for: Mapped["Worker | None"] = one("Warning", "added_for_id", "Worker")
    reviewed_by: Mapped["Worker | None"] = one("Warning", "reviewed_by_id", "Worker")
    reviewed_for: Mapped["Worker | None"] = one("Warning", "reviewed_for_id", "Worker")
    ended_by: Mapped["Worker | None"] = one("Warning", "ended_by_id", "Worker")

    def review_is_overdue(self, today: date) -> bool:
        return self.ended_on is None and self.review_on is not None and self.review_on < today


class Person(InSandbox, Base):
    """A fictional person known to the council. `number` is what staff say aloud: 104417."""

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "sandbox_id", "number", unique=True),
        Index(None, "sandbox_id", "last_name"),
        *same_sandbox("practice_id", "organisation"),
    )

    number: Mapped[str] = mapped_column(String(12))
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    preferred_name: Mapped[str | None] = mapped_column(String(80))
    born_on: Mapped[date]
    died_on: Mapped[date | None]
    pronouns: Mapped[str | None] = mapped_column(String(20))
    gender: Mapped[str | None] = mapped_column(String(20))
    nhs_number: Mapped[str | None] = mapped_column(String(10))
    ethnicity: Mapped[str | None] = mapped_column(String(80))
    primary_support_reason: Mapped[str | None] = mapped_column(String(80))
    accommodation_status: Mapped[str | None] = mapped_column(String(80))
    address: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(String(10))
    phone: Mapped[str | None] = mapped_column(String(20))
    communication: Mapped[str | None] = mapped_column(Text)
    practice_id: Mapped[str | None] = mapped_column(String(64))
    employment_status: Mapped[str | None] = mapped_column(String(80))
    visual_impairment: Mapped[str | None] = mapped_column(String(80))
    hearing_impairment: Mapped[str | None] = mapped_column(String(80))
    has_dementia: Mapped[str | None] = mapped_column(String(40))
    has_autism: Mapped[str | None] = mapped_column(String(40))
    funding_status: Mapped[str | None] = mapped_column(String(80))
    is_restricted: Mapped[bool] = mapped_column(default=False)
    """Only its own workers may open it; others ask, with a reason (AccessRequest)."""

    practice: Mapped["Organisation | None"] = one("Person", "practice_id", "Organisation")
    past_addresses: Mapped[list["PastAddress"]] = many(
        "Person", "PastAddress", "person_id", order_by="PastAddress.until_on.desc()"
    )
    authorities: Mapped[list["LegalAuthority"]] = many("Person", "LegalAuthority", "person_id")
    details: Mapped[list["PersonDetail"]] = relationship(
        primaryjoin=(
            "and_(Person.sandbox_id==remote(PersonDetail.sandbox_id), "
            "Person.id==remote(foreign(PersonDetail.person_id)), remote(PersonDetail.replaced_on).is_(None))"
        ),
        order_by="PersonDetail.position, PersonDetail.id",
        back_populates="person",
    )
    """As known now. What was said before stays in the table, with the day it was replaced."""
    relationships: Mapped[list["Relationship"]] = relationship(
        primaryjoin=(
            "and_(Person.sandbox_id==remote(Relationship.sandbox_id), "
            "Person.id==remote(foreign(Relationship.person_id)), remote(Relationship.ended_on).is_(None))"
        ),
        order_by="Relationship.position, Relationship.id",
        back_populates="person",
    )
    """Who is around the person now. Whoever was before stays in the table, with the day it ended."""
    warnings: Mapped[list["Warning"]] = many(
        "Person",
        "Warning",
        "person_id",
        order_by="Warning.added_on",
        back_populates="person",
    )
    involvements: Mapped[list["Involvement"]] = many(
        "Person",
        "Involvement",
        "person_id",
        order_by="Involvement.started_on",
        back_populates="person",
    )

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def number_withheld(self) -> str:
        """What stands for the number where the record is restricted: "1037xx"."""
        return f"{self.number[:-2]}xx"

    @property
    def called(self) -> str:
        """What to call them in a sentence: the name they like, or their first name."""
        return self.preferred_name or self.first_name

    @property
    def nhs_number_spaced(self) -> str | None:
        n = self.nhs_number
        return f"{n[:3]} {n[3:6]} {n[6:]}" if n else None

    def age(self, today: date) -> int:
        """Whole years lived on `today`, or at death where that was earlier."""
        until = min(self.died_on or today, today)
        had_birthday = (until.month, until.day) >= (
            self.born_on.month,
            self.born_on.day,
        )
        return until.year - self.born_on.year - (not had_birthday)


class PersonDetail(InSandbox, Base):
    """One key fact about a person, with who said so and when it was last confirmed."""

    __tablename__ = "person_detail"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("changed_by_id", "worker"),
        *same_sandbox("changed_for_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(80))
    value: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(120))
    confirmed_on: Mapped[date | None]
    differs: Mapped[str | None] = mapped_column(Text)
    changed_by_id: Mapped[str | None] = mapped_column(String(64))
    changed_for_id: Mapped[str | None] = mapped_column(String(64))
    replaced_on: Mapped[date | None]
    """When another row took its place; None while it is what we know."""

    changed_by: Mapped["Worker | None"] = one("PersonDetail", "changed_by_id", "Worker")
    person: Mapped["Person"] = one("PersonDetail", "person_id", "Person", back_populates="details")


class Relationship(InSandbox, Base):
    """Somebody around the person. `other_id` when the council also knows them."""

    __tablename__ = "relationship"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("other_id", "person"),
        *same_sandbox("added_by_id", "worker"),
        *same_sandbox("added_for_id", "worker"),
        *same_sandbox("ended_by_id", "worker"),
        *same_sandbox("ended_for_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    other_id: Mapped[str | None] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    is_carer: Mapped[bool] = mapped_column(default=False)
    lives_with: Mapped[bool] = mapped_column(default=False)
    is_key_contact: Mapped[bool] = mapped_column(default=False)
    is_next_of_kin: Mapped[bool] = mapped_column(default=False)
    """Next of kin has no power in law to decide for anybody."""
    died_on: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    added_on: Mapped[date | None]
    added_by_id: Mapped[str | None] = mapped_column(String(64))
    added_for_id: Mapped[str | None] = mapped_column(String(64))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[str | None] = mapped_column(String(64))
    ended_for_id: Mapped[str | None] = mapped_column(String(64))
    ended_because: Mapped[str | None] = mapped_column(Text)

    person: Mapped["Person"] = one("Relationship", "person_id", "Person", back_populates="relationships")
    other: Mapped["Person | None"] = one("Relationship", "other_id", "Person")


class Involvement(InSandbox, Base):
    """A professional or team that works with the person: ours by `worker_id`, others by `name`."""

    __tablename__ = "involvement"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("worker_id", "worker"),
        *same_sandbox("organisation_id", "organisation"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str | None] = mapped_column(String(64))
    organisation_id: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(80))
    is_advocate: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None] = mapped_column(String(20))
    is_allocated: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    person: Mapped["Person"] = one("Involvement", "person_id", "Person", back_populates="involvements")
    worker: Mapped["Worker | None"] = one("Involvement", "worker_id", "Worker")
    organisation: Mapped["Organisation | None"] = one("Involvement", "organisation_id", "Organisation")

    @property
    def who(self) -> str:
        if self.worker:
            return self.worker.name
        return self.name or (self.organisation.name if self.organisation else "Not named")


class PastAddress(InSandbox, Base):
    """Where the person lived before."""

    __tablename__ = "past_address"
    __table_args__ = (*same_sandbox("person_id", "person"),)

    person_id: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(String(10))
    since_on: Mapped[date | None]
    until_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)


class LegalAuthority(InSandbox, Base):
    """Somebody who may decide for the person, in which matters, and whether we have seen the paper that says so."""

    __tablename__ = "legal_authority"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("relationship_id", "relationship"),
        *same_sandbox("seen_by_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    relationship_id: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[AuthorityKind]
    scope: Mapped[str | None] = mapped_column(Text)
    registered_on: Mapped[date | None]
    is_seen: Mapped[bool] = mapped_column(default=False)
    seen_on: Mapped[date | None]
    seen_by_id: Mapped[str | None] = mapped_column(String(64))
    said_by: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)

    seen_by: Mapped["Worker | None"] = one("LegalAuthority", "seen_by_id", "Worker")


class RecordView(AppendOnly, InSandbox, Base):
    """A page of a person's record was opened, by whom, and for whom if for a colleague."""

    __tablename__ = "record_view"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("worker_id", "worker"),
        *same_sandbox("for_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    step_id: Mapped[str | None] = mapped_column(String(64))
    page: Mapped[str] = mapped_column(String(160))
    viewed_on: Mapped[date]
    viewed_at: Mapped[datetime]

    person: Mapped["Person"] = one("RecordView", "person_id", "Person")
    worker: Mapped["Worker"] = one("RecordView", "worker_id", "Worker")
    absent: Mapped["Worker | None"] = one("RecordView", "for_id", "Worker")


class AccessRequest(AppendOnly, InSandbox, Base):
    """A restricted record was opened by somebody who does not work with the person, for a reason that is kept."""

    __tablename__ = "access_request"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("worker_id", "worker"),
        *same_sandbox("for_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]

    worker: Mapped["Worker"] = one("AccessRequest", "worker_id", "Worker")


class SamePersonDecision(AppendOnly, InSandbox, Base):
    """Two records that may be of one person: what somebody decided about them, and why."""

    __tablename__ = "same_person_decision"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("other_id", "person"),
        *same_sandbox("worker_id", "worker"),
        *same_sandbox("for_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    other_id: Mapped[str] = mapped_column(String(64))
    is_same: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    worker_id: Mapped[str] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    decided_on: Mapped[date]

    worker: Mapped["Worker"] = one("SamePersonDecision", "worker_id", "Worker")
