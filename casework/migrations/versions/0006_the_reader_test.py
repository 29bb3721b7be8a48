"""The reader test: who reads, which records, and what each answers."""

import sqlalchemy as sa
from alembic import op

revision = "7e3c0d8a4f52"
down_revision = "5d2b9f6c8e31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reader",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("participant_id", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_reader_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_reader_participant_id")),
        sa.UniqueConstraint("token", name=op.f("uq_reader_token")),
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("reader_id", sa.String(length=64), nullable=False),
        sa.Column("session_arm_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.String(length=64), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ease", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("left_out_because", sa.Text(), nullable=True),
        sa.Column("left_out_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["colleague_link.id"], name=op.f("fk_reading_link_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["reader.id"], name=op.f("fk_reading_reader_id")),
        sa.ForeignKeyConstraint(["session_arm_id"], ["session_arm.id"], name=op.f("fk_reading_session_arm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("link_id", name=op.f("uq_reading_link_id")),
        sa.UniqueConstraint("reader_id", "position", name=op.f("uq_reading_reader_id_position")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_session_arm_id"), ["session_arm_id"], unique=False)

    op.create_table(
        "reading_answer",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("reading_id", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("judged_by", sa.String(length=120), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_reading_answer_reading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_answer")),
        sa.UniqueConstraint("reading_id", "question", name=op.f("uq_reading_answer_reading_id_question")),
    )
