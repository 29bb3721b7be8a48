"""The care record: who acts for whom, documents, alerts, drafts of notes, moves, versions, warnings that are reviewed.

And calls that come in during a task, steps done by hand for a colleague, and what was struck out.
"""

import sqlalchemy as sa
from alembic import op

revision = "6b921a7b8f2e"
down_revision = "b593b597dc37"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "access_request",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("for_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_access_request_sandbox_id_for_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_access_request_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_access_request_sandbox_id_worker_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_access_request")),
    )
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_request_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_access_request_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_access_request_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False
        )

    op.create_table(
        "chronology_pick",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("picked_on", sa.Date(), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_chronology_pick_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_chronology_pick_sandbox_id_worker_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_chronology_pick")),
    )
    with op.batch_alter_table("chronology_pick", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chronology_pick_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_chronology_pick_sandbox_id_person_id_worker_id_event"),
            ["sandbox_id", "person_id", "worker_id", "event"],
            unique=True,
        )
        batch_op.create_index(
            batch_op.f("ix_chronology_pick_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False
        )

    op.create_table(
        "cover",
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("for_id", sa.String(length=64), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_cover_sandbox_id_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_cover_sandbox_id_worker_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_cover")),
    )
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cover_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cover_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False)

    op.create_table(
        "note_draft",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_note_draft_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_note_draft_sandbox_id_worker_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_note_draft")),
    )
    with op.batch_alter_table("note_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_note_draft_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_note_draft_sandbox_id_person_id_worker_id"),
            ["sandbox_id", "person_id", "worker_id"],
            unique=True,
        )
        batch_op.create_index(
            batch_op.f("ix_note_draft_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False
        )

    op.create_table(
        "past_address",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_past_address_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_past_address")),
    )
    with op.batch_alter_table("past_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_past_address_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "record_view",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("for_id", sa.String(length=64), nullable=True),
        sa.Column("step_id", sa.String(length=64), nullable=True),
        sa.Column("page", sa.String(length=160), nullable=False),
        sa.Column("viewed_on", sa.Date(), nullable=False),
        sa.Column("viewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_record_view_sandbox_id_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_record_view_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_record_view_sandbox_id_worker_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_record_view")),
    )
    with op.batch_alter_table("record_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_view_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_record_view_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_record_view_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False
        )

    op.create_table(
        "same_person_decision",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("for_id", sa.String(length=64), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_same_person_decision_sandbox_id_for_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "other_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_same_person_decision_sandbox_id_other_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_same_person_decision_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_same_person_decision_sandbox_id_worker_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_same_person_decision")),
    )
    with op.batch_alter_table("same_person_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_same_person_decision_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_same_person_decision_sandbox_id_other_id"), ["sandbox_id", "other_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_same_person_decision_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_same_person_decision_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False
        )

    op.create_table(
        "visit",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("travel_minutes", sa.Integer(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"], ["person.sandbox_id", "person.id"], name=op.f("fk_visit_sandbox_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_visit_sandbox_id_worker_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False)

    op.create_table(
        "alert",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("case_note_id", sa.String(length=64), nullable=True),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("raised_by", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_by_id", sa.String(length=64), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "acknowledged_by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_alert_sandbox_id_acknowledged_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_note_id"],
            ["case_note.sandbox_id", "case_note.id"],
            name=op.f("fk_alert_sandbox_id_case_note_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"], ["person.sandbox_id", "person.id"], name=op.f("fk_alert_sandbox_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_alert_sandbox_id_worker_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_alert")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_alert_sandbox_id_acknowledged_by_id"), ["sandbox_id", "acknowledged_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_alert_sandbox_id_case_note_id"), ["sandbox_id", "case_note_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_alert_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("came_from", sa.String(length=120), nullable=True),
        sa.Column("sent_to", sa.Text(), nullable=True),
        sa.Column("format", sa.String(length=40), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by_id", sa.String(length=64), nullable=True),
        sa.Column("for_id", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_document_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_document_sandbox_id_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "made_by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_document_sandbox_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_document_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_document_sandbox_id_made_by_id"), ["sandbox_id", "made_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_document_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)

    op.create_table(
        "legal_authority",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("relationship_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("is_seen", sa.Boolean(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_by_id", sa.String(length=64), nullable=True),
        sa.Column("said_by", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_legal_authority_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "relationship_id"],
            ["relationship.sandbox_id", "relationship.id"],
            name=op.f("fk_legal_authority_sandbox_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "seen_by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_legal_authority_sandbox_id_seen_by_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_legal_authority")),
    )
    with op.batch_alter_table("legal_authority", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_legal_authority_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_legal_authority_sandbox_id_relationship_id"), ["sandbox_id", "relationship_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_legal_authority_sandbox_id_seen_by_id"), ["sandbox_id", "seen_by_id"], unique=False
        )

    op.create_table(
        "strike_out",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_strike_out_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strike_out")),
    )
    with op.batch_alter_table("strike_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_strike_out_session_id"), ["session_id"], unique=False)

    op.create_table(
        "colleague_link",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("session_arm_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_arm_id"], ["session_arm.id"], name=op.f("fk_colleague_link_session_arm_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_colleague_link_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_link")),
        sa.UniqueConstraint("token", name=op.f("uq_colleague_link_token")),
    )
    with op.batch_alter_table("colleague_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_colleague_link_session_id"), ["session_id"], unique=False)

    op.create_table(
        "finished_version",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=True),
        sa.Column("for_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_finished_version_sandbox_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_finished_version_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_finished_version_sandbox_id_for_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_finished_version_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "step_id"],
            ["step.sandbox_id", "step.id"],
            name=op.f("fk_finished_version_sandbox_id_step_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_finished_version")),
    )
    with op.batch_alter_table("finished_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finished_version_sandbox_id_by_id"), ["sandbox_id", "by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_finished_version_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_finished_version_sandbox_id_case_id_part_number"),
            ["sandbox_id", "case_id", "part", "number"],
            unique=True,
        )
        batch_op.create_index(
            batch_op.f("ix_finished_version_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_finished_version_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_finished_version_sandbox_id_step_id"), ["sandbox_id", "step_id"], unique=False
        )

    op.create_table(
        "flag_answer",
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("for_id", sa.String(length=64), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "by_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_flag_answer_sandbox_id_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_flag_answer_sandbox_id_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_flag_answer_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "step_id"], ["step.sandbox_id", "step.id"], name=op.f("fk_flag_answer_sandbox_id_step_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_flag_answer")),
    )
    with op.batch_alter_table("flag_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_answer_sandbox_id_by_id"), ["sandbox_id", "by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_answer_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_flag_answer_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_flag_answer_sandbox_id_step_id"), ["sandbox_id", "step_id"], unique=False)

    op.create_table(
        "step_move",
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.String(length=64), nullable=False),
        sa.Column("for_id", sa.String(length=64), nullable=True),
        sa.Column("from_worker_id", sa.String(length=64), nullable=True),
        sa.Column("to_worker_id", sa.String(length=64), nullable=True),
        sa.Column("to_team_id", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "by_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_step_move_sandbox_id_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "for_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_step_move_sandbox_id_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "from_worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_step_move_sandbox_id_from_worker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "step_id"], ["step.sandbox_id", "step.id"], name=op.f("fk_step_move_sandbox_id_step_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "to_team_id"],
            ["team.sandbox_id", "team.id"],
            name=op.f("fk_step_move_sandbox_id_to_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "to_worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_step_move_sandbox_id_to_worker_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_step_move")),
    )
    with op.batch_alter_table("step_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_move_sandbox_id_by_id"), ["sandbox_id", "by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_move_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_step_move_sandbox_id_from_worker_id"), ["sandbox_id", "from_worker_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_step_move_sandbox_id_step_id"), ["sandbox_id", "step_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_step_move_sandbox_id_to_team_id"), ["sandbox_id", "to_team_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_step_move_sandbox_id_to_worker_id"), ["sandbox_id", "to_worker_id"], unique=False
        )

    op.create_table(
        "interruption",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("session_arm_id", sa.String(length=64), nullable=False),
        sa.Column("task_run_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by", sa.String(length=120), nullable=False),
        sa.Column("away_from", sa.String(length=400), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dealt_with_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["session_arm_id"], ["session_arm.id"], name=op.f("fk_interruption_session_arm_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_interruption_session_id")),
        sa.ForeignKeyConstraint(["task_run_id"], ["task_run.id"], name=op.f("fk_interruption_task_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interruption")),
        sa.UniqueConstraint("session_arm_id", "key", name=op.f("uq_interruption_session_arm_id_key")),
    )
    with op.batch_alter_table("interruption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interruption_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interruption_task_run_id"), ["task_run_id"], unique=False)

    with op.batch_alter_table("authorisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("cost_pence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("limit_pence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("change", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("panel_on", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_authorisation_sandbox_id_decided_for_id"), ["sandbox_id", "decided_for_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_authorisation_sandbox_id_decided_for_id"),
            "worker",
            ["sandbox_id", "decided_for_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("care_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rates_used", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("direct_payment_pence", sa.Integer(), nullable=True))

    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("happened_at", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("what_i_saw", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("what_was_said", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("what_i_think", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("what_happens_next", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("who_was_there", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("is_confidential", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("differs", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("addendum_to_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("countersigned_by_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("countersigned_on", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_case_note_sandbox_id_addendum_to_id"), ["sandbox_id", "addendum_to_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_note_sandbox_id_countersigned_by_id"),
            ["sandbox_id", "countersigned_by_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_case_note_sandbox_id_for_id"), ["sandbox_id", "for_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_case_note_sandbox_id_for_id"), "worker", ["sandbox_id", "for_id"], ["sandbox_id", "id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_case_note_sandbox_id_addendum_to_id"),
            "case_note",
            ["sandbox_id", "addendum_to_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_case_note_sandbox_id_countersigned_by_id"),
            "worker",
            ["sandbox_id", "countersigned_by_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("chronology_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("added_by_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("case_note_id", sa.String(length=64), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_chronology_entry_sandbox_id_added_by_id"), ["sandbox_id", "added_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_chronology_entry_sandbox_id_case_note_id"), ["sandbox_id", "case_note_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_chronology_entry_sandbox_id_added_by_id"),
            "worker",
            ["sandbox_id", "added_by_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_chronology_entry_sandbox_id_case_note_id"),
            "case_note",
            ["sandbox_id", "case_note_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_by", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("urgency_set_by", sa.String(length=120), nullable=True))

    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("is_advocate", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            batch_op.f("ix_involvement_sandbox_id_organisation_id"), ["sandbox_id", "organisation_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_involvement_sandbox_id_organisation_id"),
            "organisation",
            ["sandbox_id", "organisation_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("who", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unpaid_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_eligible", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("not_met_because", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("asked_again_on", sa.Date(), nullable=True))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("practice_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("employment_status", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("visual_impairment", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("hearing_impairment", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("has_dementia", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("has_autism", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("funding_status", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("is_restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            batch_op.f("ix_person_sandbox_id_practice_id"), ["sandbox_id", "practice_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_person_sandbox_id_practice_id"),
            "organisation",
            ["sandbox_id", "practice_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("person_detail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_by_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("changed_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("replaced_on", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_person_detail_sandbox_id_changed_by_id"), ["sandbox_id", "changed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_person_detail_sandbox_id_changed_for_id"), ["sandbox_id", "changed_for_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_person_detail_sandbox_id_changed_for_id"),
            "worker",
            ["sandbox_id", "changed_for_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_person_detail_sandbox_id_changed_by_id"),
            "worker",
            ["sandbox_id", "changed_by_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_key_contact", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("is_next_of_kin", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("died_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("added_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("added_by_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("added_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended_because", sa.Text(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_relationship_sandbox_id_added_by_id"), ["sandbox_id", "added_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_relationship_sandbox_id_added_for_id"), ["sandbox_id", "added_for_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_relationship_sandbox_id_ended_by_id"), ["sandbox_id", "ended_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_relationship_sandbox_id_ended_for_id"), ["sandbox_id", "ended_for_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_relationship_sandbox_id_added_for_id"),
            "worker",
            ["sandbox_id", "added_for_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_relationship_sandbox_id_ended_by_id"),
            "worker",
            ["sandbox_id", "ended_by_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_relationship_sandbox_id_ended_for_id"),
            "worker",
            ["sandbox_id", "ended_for_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_relationship_sandbox_id_added_by_id"),
            "worker",
            ["sandbox_id", "added_by_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("starts_at", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("organisation_id", sa.String(length=64), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_service_sandbox_id_organisation_id"), ["sandbox_id", "organisation_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_service_sandbox_id_organisation_id"),
            "organisation",
            ["sandbox_id", "organisation_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("finished_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("waits_because", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("waits_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("back_to", sa.JSON(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_step_sandbox_id_finished_for_id"), ["sandbox_id", "finished_for_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_step_sandbox_id_finished_for_id"),
            "worker",
            ["sandbox_id", "finished_for_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("warning", schema=None) as batch_op:
        batch_op.add_column(sa.Column("added_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reviewed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reviewed_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("review_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended_for_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended_because", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("not_shared_because", sa.Text(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_warning_sandbox_id_added_for_id"), ["sandbox_id", "added_for_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_warning_sandbox_id_ended_by_id"), ["sandbox_id", "ended_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_warning_sandbox_id_ended_for_id"), ["sandbox_id", "ended_for_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_warning_sandbox_id_reviewed_by_id"), ["sandbox_id", "reviewed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_warning_sandbox_id_reviewed_for_id"), ["sandbox_id", "reviewed_for_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_warning_sandbox_id_ended_for_id"),
            "worker",
            ["sandbox_id", "ended_for_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_warning_sandbox_id_ended_by_id"),
            "worker",
            ["sandbox_id", "ended_by_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_warning_sandbox_id_reviewed_for_id"),
            "worker",
            ["sandbox_id", "reviewed_for_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_warning_sandbox_id_added_for_id"),
            "worker",
            ["sandbox_id", "added_for_id"],
            ["sandbox_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_warning_sandbox_id_reviewed_by_id"),
            "worker",
            ["sandbox_id", "reviewed_by_id"],
            ["sandbox_id", "id"],
        )

    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("approval_limit_pence", sa.Integer(), nullable=True))
