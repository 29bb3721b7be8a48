"""The bench: saves, drafts, trials, shown links, comments, what a council's system can do; arms know more."""

import sqlalchemy as sa
from alembic import op

revision = "b593b597dc37"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "system_judgement",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("system_id", sa.String(length=64), nullable=False),
        sa.Column("capability", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("strength", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_judgement")),
        sa.UniqueConstraint(
            "system_id", "capability", "number", name=op.f("uq_system_judgement_system_id_capability_number")
        ),
    )
    op.create_table(
        "system_profile",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_profile")),
    )
    op.create_table(
        "shown_link",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("workflow_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("beside", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("start_at", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"], name=op.f("fk_shown_link_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_link")),
        sa.UniqueConstraint("token", name=op.f("uq_shown_link_token")),
    )
    with op.batch_alter_table("shown_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shown_link_workflow_id"), ["workflow_id"], unique=False)

    op.create_table(
        "workflow_comment",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workflow_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"], name=op.f("fk_workflow_comment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_comment")),
    )
    with op.batch_alter_table("workflow_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workflow_comment_workflow_id"), ["workflow_id"], unique=False)

    op.create_table(
        "workflow_draft",
        sa.Column("workflow_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("made_from", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_workflow_draft_account_id")),
        sa.PrimaryKeyConstraint("workflow_id", "account_id", name=op.f("pk_workflow_draft")),
    )
    op.create_table(
        "workflow_save",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workflow_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"], name=op.f("fk_workflow_save_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_save")),
        sa.UniqueConstraint("workflow_id", "number", name=op.f("uq_workflow_save_workflow_id_number")),
    )
    with op.batch_alter_table("workflow_save", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workflow_save_version_id"), ["version_id"], unique=False)

    op.create_table(
        "trial",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("shown_link_id", sa.String(length=64), nullable=True),
        sa.Column("workflow_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("beside", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("start_at", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shown_link_id"], ["shown_link.id"], name=op.f("fk_trial_shown_link_id")),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"], name=op.f("fk_trial_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
        sa.UniqueConstraint("token", name=op.f("uq_trial_token")),
    )
    with op.batch_alter_table("trial", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trial_shown_link_id"), ["shown_link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trial_workflow_id"), ["workflow_id"], unique=False)

    with op.batch_alter_table("arm", schema=None) as batch_op:
        batch_op.add_column(sa.Column("door_version_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("beside", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("theme", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("wording", sa.String(length=60), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_arm_door_version_id"), "workflow_version", ["door_version_id"], ["id"]
        )
