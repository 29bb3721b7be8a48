"""The reader test: a second participant answers questions from what the first one wrote."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base, new_id
from casework.lab.models.running import ColleagueLink, SessionArm
from casework.lab.models.studies import Participant


class Reader(Base):
    """Somebody who reads records that others wrote. Whoever has the address of `token` is this reader."""

    __tablename__ = "reader"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"), unique=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    participant: Mapped["Participant"] = relationship()
    readings: Mapped[list["Reading"]] = relationship(order_by="Reading.position", back_populates="reader")


class Reading(Base):
    """One record, read by one reader. answered_at: when the last question was answered; ease: 1 very difficult to 7.

    link_id: the address, for reading only, at which the record stands open to her.
    """

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("reader_id", "position"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    reader_id: Mapped[str] = mapped_column(ForeignKey("reader.id"))
    session_arm_id: Mapped[str] = mapped_column(ForeignKey("session_arm.id"), index=True)
    position: Mapped[int]
    link_id: Mapped[str | None] = mapped_column(ForeignKey("colleague_link.id"), unique=True)
    started_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ease: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Text)
    left_out_because: Mapped[str | None] = mapped_column(Text)
    left_out_by: Mapped[str | None] = mapped_column(String(120))

    reader: Mapped["Reader"] = relationship(back_populates="readings")
    session_arm: Mapped["SessionArm"] = relationship()
    link: Mapped["ColleagueLink | None"] = relationship()
    answers: Mapped[list["ReadingAnswer"]] = relationship(
        order_by="ReadingAnswer.answered_at", back_populates="reading"
    )


class ReadingAnswer(Base):
    """What a reader answered to one question; None where she said that the record does not have it.

    is_right: None until somebody has judged what she wrote in her own words.
    """

    __tablename__ = "reading_answer"
    __table_args__ = (UniqueConstraint("reading_id", "question"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    reading_id: Mapped[str] = mapped_column(ForeignKey("reading.id"))
    question: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    is_right: Mapped[bool | None]
    judged_by: Mapped[str | None] = mapped_column(String(120))
    judged_at: Mapped[datetime | None]

    reading: Mapped["Reading"] = relationship(back_populates="answers")
