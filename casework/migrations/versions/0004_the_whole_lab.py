"""The whole lab: sealed plans, pilots, arms outside our system, pictures, the wall, withdrawals, invitations."""

import sqlalchemy as sa
from alembic import op

revision = "4c1a8e5b7d20"
down_revision = "6b921a7b8f2e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "download",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download")),
    )
    with op.batch_alter_table("download", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_download_study_id"), ["study_id"], unique=False)

    op.create_table(
        "packed_person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packed_person")),
    )
    op.create_table(
        "study_draft",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_draft")),
    )
    with op.batch_alter_table("study_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_study_draft_study_id"), ["study_id"], unique=False)

    op.create_table(
        "withdrawal",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("participant_code", sa.String(length=12), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("participant_id", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    with op.batch_alter_table("withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawal_study_id"), ["study_id"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("withdrawal_id", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_for", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proof", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["withdrawal_id"], ["withdrawal.id"], name=op.f("fk_erasure_withdrawal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("withdrawal_id", name=op.f("uq_erasure_withdrawal_id")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "note_group",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_problem", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_note_group_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_group")),
    )
    with op.batch_alter_table("note_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_group_study_id"), ["study_id"], unique=False)

    op.create_table(
        "preflight",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("to_fix", sa.Integer(), nullable=False),
        sa.Column("to_look_at", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_preflight_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preflight")),
    )
    with op.batch_alter_table("preflight", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preflight_study_id"), ["study_id"], unique=False)

    op.create_table(
        "wall_visitor",
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_wall_visitor_study_id")),
        sa.PrimaryKeyConstraint("study_id", "account_id", name=op.f("pk_wall_visitor")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("severity_because", sa.Text(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("workflow_id", sa.String(length=64), nullable=True),
        sa.Column("step_id", sa.String(length=64), nullable=True),
        sa.Column("question_id", sa.String(length=64), nullable=True),
        sa.Column("changed_version_id", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("followed_by", sa.String(length=60), nullable=True),
        sa.Column("has_gone", sa.Boolean(), nullable=True),
        sa.Column("gone_because", sa.Text(), nullable=True),
        sa.Column("gone_met", sa.Integer(), nullable=True),
        sa.Column("gone_of", sa.Integer(), nullable=True),
        sa.Column("gone_by", sa.String(length=120), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_in_report", sa.Boolean(), nullable=False),
        sa.Column("evidence_withdrawn", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_version_id"], ["workflow_version.id"], name=op.f("fk_finding_changed_version_id")
        ),
        sa.ForeignKeyConstraint(["followed_by"], ["study.id"], name=op.f("fk_finding_followed_by")),
        sa.ForeignKeyConstraint(["group_id"], ["note_group.id"], name=op.f("fk_finding_group_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_finding_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_finding_study_id_number")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_study_id"), ["study_id"], unique=False)

    op.create_table(
        "debrief",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("saw", sa.JSON(), nullable=False),
        sa.Column("surprise", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_debrief_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief")),
    )
    with op.batch_alter_table("debrief", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_debrief_session_id"), ["session_id"], unique=False)

    op.create_table(
        "finding_change",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("finding_id", sa.String(length=64), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_change_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_change")),
    )
    with op.batch_alter_table("finding_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_change_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "finding_judgement",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("finding_id", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_judgement_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_judgement")),
        sa.UniqueConstraint("finding_id", "by", name=op.f("uq_finding_judgement_finding_id_by")),
    )
    op.create_table(
        "observer_question",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_observer_question_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observer_question")),
    )
    with op.batch_alter_table("observer_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observer_question_session_id"), ["session_id"], unique=False)

    op.create_table(
        "picture_body",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("compressed", sa.LargeBinary(), nullable=False),
        sa.Column("bytes_plain", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_picture_body_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_body")),
        sa.UniqueConstraint("session_id", "body_hash", name=op.f("uq_picture_body_session_id_body_hash")),
    )
    with op.batch_alter_table("picture_body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_body_session_id"), ["session_id"], unique=False)

    op.create_table(
        "watcher",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_watcher_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watcher")),
        sa.UniqueConstraint("session_id", "account_id", name=op.f("uq_watcher_session_id_account_id")),
    )
    with op.batch_alter_table("watcher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watcher_session_id"), ["session_id"], unique=False)

    op.create_table(
        "picture",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("task_run_id", sa.String(length=64), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=True),
        sa.Column("body_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["picture_body.id"], name=op.f("fk_picture_body_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_picture_session_id")),
        sa.ForeignKeyConstraint(["task_run_id"], ["task_run.id"], name=op.f("fk_picture_task_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_session_id_at"), ["session_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_task_run_id"), ["task_run_id"], unique=False)

    op.create_table(
        "finding_evidence",
        sa.Column("finding_id", sa.String(length=64), nullable=False),
        sa.Column("observation_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_evidence_finding_id")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_finding_evidence_observation_id")
        ),
        sa.PrimaryKeyConstraint("finding_id", "observation_id", name=op.f("pk_finding_evidence")),
    )
    op.create_table(
        "wall_card",
        sa.Column("observation_id", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("moved_by", sa.String(length=120), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["note_group.id"], name=op.f("fk_wall_card_group_id")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name=op.f("fk_wall_card_observation_id")),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_wall_card")),
    )
    with op.batch_alter_table("wall_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wall_card_group_id"), ["group_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("totp_secret", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("totp_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("totp_last", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recovery_hashes", sa.JSON(), nullable=True))

    with op.batch_alter_table("arm", schema=None) as batch_op:
        batch_op.add_column(sa.Column("external", sa.String(length=160), nullable=True))
        batch_op.alter_column("version_id", existing_type=sa.VARCHAR(length=64), nullable=True)
        batch_op.alter_column("start_at", existing_type=sa.VARCHAR(length=60), nullable=True)

    with op.batch_alter_table("colleague_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reads_only", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tags", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("severity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("event_seq", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("written_as", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_observation_written_as"), ["written_as"])

    with op.batch_alter_table("once_only_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("session_id", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_once_only_key_session_id"), ["session_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_once_only_key_session_id"), "session", ["session_id"], ["id"])

    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("keep_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by", sa.String(length=120), nullable=True))

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_pilot", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("is_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("robot_seed", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("row_because", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("display", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("undo", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("break_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("typed", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("session_arm", schema=None) as batch_op:
        batch_op.add_column(sa.Column("questionnaires", sa.JSON(), nullable=True))
        batch_op.alter_column("sandbox_id", existing_type=sa.VARCHAR(length=64), nullable=True)

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("study", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sealed_by", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("sealed_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("group_code", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("group_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_study_group_code"), ["group_code"])

    with op.batch_alter_table("task_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_success", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("success_said", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("judged_by", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answers", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("first_click", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("comprehension", sa.JSON(), nullable=True))

    with op.batch_alter_table("test_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("success", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("start_at", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("first_click", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("comprehension", sa.JSON(), nullable=True))
