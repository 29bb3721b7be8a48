"""The expert panel: what each expert answers alone, and what is ruled where they differ."""

import sqlalchemy as sa
from alembic import op

revision = "5d2b9f6c8e31"
down_revision = "4c1a8e5b7d20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("case_key", sa.String(length=40), nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_opinion_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint(
            "study_id", "case_key", "fact", "account_id", name=op.f("uq_opinion_study_id_case_key_fact_account_id")
        ),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_study_id"), ["study_id"], unique=False)

    op.create_table(
        "panel",
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=120), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_panel_study_id")),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_panel")),
    )
    op.create_table(
        "ruling",
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("case_key", sa.String(length=40), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_ruling_study_id")),
        sa.PrimaryKeyConstraint("study_id", "case_key", name=op.f("pk_ruling")),
    )
