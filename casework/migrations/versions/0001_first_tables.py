"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_kind_key_at"), ["kind", "key", "at"], unique=False)

    op.create_table(
        "once_only_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_once_only_key")),
    )
    op.create_table(
        "person",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("preferred_name", sa.String(length=80), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("pronouns", sa.String(length=20), nullable=True),
        sa.Column("gender", sa.String(length=20), nullable=True),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("ethnicity", sa.String(length=80), nullable=True),
        sa.Column("primary_support_reason", sa.String(length=80), nullable=True),
        sa.Column("accommodation_status", sa.String(length=80), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("communication", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_sandbox_id_last_name"), ["sandbox_id", "last_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_sandbox_id_number"), ["sandbox_id", "number"], unique=True)

    op.create_table(
        "sandbox",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("story_date", sa.Date(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox")),
    )
    op.create_table(
        "study",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("hypothesis", sa.Text(), nullable=True),
        sa.Column("story_date", sa.Date(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
    )
    op.create_table(
        "team",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_team")),
    )
    op.create_table(
        "workflow_version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workflow_id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("base_version_id", sa.String(length=64), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_version")),
    )
    with op.batch_alter_table("workflow_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workflow_version_workflow_id"), ["workflow_id"], unique=False)

    op.create_table(
        "arm",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("warm_up_person", sa.String(length=64), nullable=False),
        sa.Column("start_at", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_arm_study_id")),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"], name=op.f("fk_arm_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arm")),
        sa.UniqueConstraint("study_id", "key", name=op.f("uq_arm_study_id_key")),
    )
    with op.batch_alter_table("arm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arm_study_id"), ["study_id"], unique=False)

    op.create_table(
        "case",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_because", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"], ["person.sandbox_id", "person.id"], name=op.f("fk_case_sandbox_id_person_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_case")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)

    op.create_table(
        "chronology_entry",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("impact", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_chronology_entry_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_chronology_entry")),
    )
    with op.batch_alter_table("chronology_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chronology_entry_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "expert_answer",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("case_key", sa.String(length=40), nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_expert_answer_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_answer")),
        sa.UniqueConstraint("study_id", "case_key", "fact", name=op.f("uq_expert_answer_study_id_case_key_fact")),
    )
    with op.batch_alter_table("expert_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_answer_study_id"), ["study_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=True),
        sa.Column("years", sa.String(length=20), nullable=True),
        sa.Column("systems", sa.JSON(), nullable=True),
        sa.Column("systems_other", sa.String(length=120), nullable=True),
        sa.Column("consent_version", sa.String(length=20), nullable=True),
        sa.Column("consent_choices", sa.JSON(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_participant_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("study_id", "code", name=op.f("uq_participant_study_id_code")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_study_id"), ["study_id"], unique=False)

    op.create_table(
        "person_detail",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("differs", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_person_detail_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_person_detail")),
    )
    with op.batch_alter_table("person_detail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_detail_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "relationship",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_carer", sa.Boolean(), nullable=False),
        sa.Column("lives_with", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "other_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_relationship_sandbox_id_other_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_relationship_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_relationship")),
    )
    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_relationship_sandbox_id_other_id"), ["sandbox_id", "other_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_relationship_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "study_case",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_case_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_case")),
        sa.UniqueConstraint("study_id", "key", name=op.f("uq_study_case_study_id_key")),
    )
    with op.batch_alter_table("study_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_study_case_study_id"), ["study_id"], unique=False)

    op.create_table(
        "test_task",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("finishes", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_test_task_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_task")),
        sa.UniqueConstraint("study_id", "key", name=op.f("uq_test_task_study_id_key")),
    )
    with op.batch_alter_table("test_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_test_task_study_id"), ["study_id"], unique=False)

    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "team_id"], ["team.sandbox_id", "team.id"], name=op.f("fk_worker_sandbox_id_team_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_worker")),
    )
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worker_sandbox_id_team_id"), ["sandbox_id", "team_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("assessed_by_id", sa.String(length=64), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("consent", sa.String(length=40), nullable=True),
        sa.Column("consent_note", sa.Text(), nullable=True),
        sa.Column("communication", sa.Text(), nullable=True),
        sa.Column("people_involved", sa.Text(), nullable=True),
        sa.Column("substantial_difficulty", sa.JSON(), nullable=True),
        sa.Column("appropriate_person", sa.String(length=40), nullable=True),
        sa.Column("advocate_note", sa.Text(), nullable=True),
        sa.Column("wanted_outcomes", sa.Text(), nullable=True),
        sa.Column("strengths", sa.Text(), nullable=True),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("what_else_could_help", sa.Text(), nullable=True),
        sa.Column("wellbeing_areas", sa.JSON(), nullable=True),
        sa.Column("period_considered", sa.Text(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("cause", sa.String(length=3), nullable=True),
        sa.Column("cause_reason", sa.Text(), nullable=True),
        sa.Column("impact", sa.String(length=40), nullable=True),
        sa.Column("impact_reason", sa.Text(), nullable=True),
        sa.Column("carer_input_excluded", sa.String(length=3), nullable=True),
        sa.Column("carer_present", sa.String(length=40), nullable=True),
        sa.Column("carers", sa.JSON(), nullable=True),
        sa.Column("young_carer", sa.String(length=40), nullable=True),
        sa.Column("capacity_doubt", sa.String(length=3), nullable=True),
        sa.Column("capacity_matter", sa.Text(), nullable=True),
        sa.Column("safeguarding_needs", sa.String(length=40), nullable=True),
        sa.Column("safeguarding_abuse", sa.String(length=40), nullable=True),
        sa.Column("safeguarding_protect", sa.String(length=40), nullable=True),
        sa.Column("safeguarding_wishes", sa.Text(), nullable=True),
        sa.Column("safeguarding_decision", sa.String(length=40), nullable=True),
        sa.Column("continuing_healthcare", sa.String(length=40), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decision_reasons", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("copies_to", sa.Text(), nullable=True),
        sa.Column("copies_sent_on", sa.Date(), nullable=True),
        sa.Column("copy_format", sa.String(length=40), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "assessed_by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_assessment_sandbox_id_assessed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_assessment_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_assessment_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_sandbox_id_assessed_by_id"), ["sandbox_id", "assessed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assessment_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assessment_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "authorisation",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("decided_by_id", sa.String(length=64), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("reflection", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_authorisation_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "decided_by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_authorisation_sandbox_id_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_authorisation_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_authorisation")),
    )
    with op.batch_alter_table("authorisation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_authorisation_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_authorisation_sandbox_id_decided_by_id"), ["sandbox_id", "decided_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_authorisation_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "care_plan",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("timetable", sa.JSON(), nullable=True),
        sa.Column("carer_part", sa.Text(), nullable=True),
        sa.Column("unmet", sa.Text(), nullable=True),
        sa.Column("prevention", sa.Text(), nullable=True),
        sa.Column("contingency", sa.Text(), nullable=True),
        sa.Column("direct_payment", sa.String(length=40), nullable=True),
        sa.Column("direct_payment_note", sa.Text(), nullable=True),
        sa.Column("involved", sa.Text(), nullable=True),
        sa.Column("advocate", sa.String(length=40), nullable=True),
        sa.Column("agreed", sa.String(length=40), nullable=True),
        sa.Column("copies_to", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_starts_on", sa.Date(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_care_plan_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_care_plan_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_care_plan")),
    )
    with op.batch_alter_table("care_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_plan_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_care_plan_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "case_note",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_significant", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.String(length=80), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "author_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_case_note_sandbox_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_case_note_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_note_sandbox_id_author_id"), ["sandbox_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_note_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )

    op.create_table(
        "contact",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=True),
        sa.Column("referrer", sa.Text(), nullable=True),
        sa.Column("own_words", sa.Text(), nullable=True),
        sa.Column("consent", sa.String(length=40), nullable=True),
        sa.Column("urgency", sa.String(length=40), nullable=True),
        sa.Column("urgent_support", sa.Text(), nullable=True),
        sa.Column("need_appears", sa.String(length=3), nullable=True),
        sa.Column("need_reason", sa.Text(), nullable=True),
        sa.Column("carer_known", sa.String(length=40), nullable=True),
        sa.Column("safeguarding_concern", sa.String(length=3), nullable=True),
        sa.Column("safeguarding_reason", sa.Text(), nullable=True),
        sa.Column("what_matters", sa.Text(), nullable=True),
        sa.Column("connections", sa.Text(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("priority", sa.String(length=40), nullable=True),
        sa.Column("emergency_plan", sa.Text(), nullable=True),
        sa.Column("look_back", sa.Text(), nullable=True),
        sa.Column("still_needed", sa.String(length=3), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_contact_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_contact_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)

    op.create_table(
        "involvement",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("is_allocated", sa.Boolean(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_involvement_sandbox_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_involvement_sandbox_id_worker_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_involvement")),
    )
    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_involvement_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_involvement_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False
        )

    op.create_table(
        "review",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("how_to_ask", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("involved", sa.Text(), nullable=True),
        sa.Column("advocate", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_review_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"], ["person.sandbox_id", "person.id"], name=op.f("fk_review_sandbox_id_person_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)

    op.create_table(
        "session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study_id", sa.String(length=60), nullable=False),
        sa.Column("participant_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("cookie_hash", sa.String(length=64), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("current_run_id", sa.String(length=64), nullable=True),
        sa.Column("current_arm_id", sa.String(length=64), nullable=True),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.String(length=120), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_session_participant_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_session_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("code", name=op.f("uq_session_code")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_session_cookie_hash")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_session_study_id_number")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_study_id"), ["study_id"], unique=False)

    op.create_table(
        "step",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=True),
        sa.Column("definition_id", sa.String(length=60), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=True),
        sa.Column("team_id", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("came_from", sa.String(length=120), nullable=True),
        sa.Column("from_step_id", sa.String(length=64), nullable=True),
        sa.Column("action_label", sa.String(length=160), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("is_returned", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("finished_by_id", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("wording", sa.JSON(), nullable=True),
        sa.Column("actions", sa.JSON(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_step_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "finished_by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_step_sandbox_id_finished_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "from_step_id"], ["step.sandbox_id", "step.id"], name=op.f("fk_step_sandbox_id_from_step_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"], ["person.sandbox_id", "person.id"], name=op.f("fk_step_sandbox_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "team_id"], ["team.sandbox_id", "team.id"], name=op.f("fk_step_sandbox_id_team_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_step_sandbox_id_worker_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_step")),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_sandbox_id_case_id"), ["sandbox_id", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_step_sandbox_id_finished_by_id"), ["sandbox_id", "finished_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_step_sandbox_id_from_step_id"), ["sandbox_id", "from_step_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_step_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_step_sandbox_id_status_worker_id"), ["sandbox_id", "status", "worker_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_step_sandbox_id_team_id"), ["sandbox_id", "team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False)

    op.create_table(
        "warning",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("shared_with_person", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "added_by_id"],
            ["worker.sandbox_id", "worker.id"],
            name=op.f("fk_warning_sandbox_id_added_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_warning_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_warning")),
    )
    with op.batch_alter_table("warning", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_warning_sandbox_id_added_by_id"), ["sandbox_id", "added_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_warning_sandbox_id_person_id"), ["sandbox_id", "person_id"], unique=False)

    op.create_table(
        "assessment_outcome",
        sa.Column("assessment_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("achieves", sa.String(length=40), nullable=False),
        sa.Column("limbs", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("how_met", sa.Text(), nullable=True),
        sa.Column("met_by", sa.String(length=40), nullable=True),
        sa.Column("their_words", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "assessment_id"],
            ["assessment.sandbox_id", "assessment.id"],
            name=op.f("fk_assessment_outcome_sandbox_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_assessment_outcome")),
    )
    with op.batch_alter_table("assessment_outcome", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_outcome_sandbox_id_assessment_id"), ["sandbox_id", "assessment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_assessment_outcome_sandbox_id_assessment_id_code"),
            ["sandbox_id", "assessment_id", "code"],
            unique=True,
        )

    op.create_table(
        "draft",
        sa.Column("step_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page_id", sa.String(length=60), nullable=True),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("posted", sa.JSON(), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "step_id"], ["step.sandbox_id", "step.id"], name=op.f("fk_draft_sandbox_id_step_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "worker_id"], ["worker.sandbox_id", "worker.id"], name=op.f("fk_draft_sandbox_id_worker_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_sandbox_id_step_id"), ["sandbox_id", "step_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_draft_sandbox_id_step_id_worker_id"), ["sandbox_id", "step_id", "worker_id"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_draft_sandbox_id_worker_id"), ["sandbox_id", "worker_id"], unique=False)

    op.create_table(
        "need",
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("how_met", sa.Text(), nullable=True),
        sa.Column("met_by", sa.String(length=40), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "plan_id"], ["care_plan.sandbox_id", "care_plan.id"], name=op.f("fk_need_sandbox_id_plan_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_need")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_sandbox_id_plan_id"), ["sandbox_id", "plan_id"], unique=False)

    op.create_table(
        "personal_budget",
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("gross_pence", sa.Integer(), nullable=True),
        sa.Column("indicative_pence", sa.Integer(), nullable=True),
        sa.Column("person_pence", sa.Integer(), nullable=True),
        sa.Column("council_pence", sa.Integer(), nullable=True),
        sa.Column("agreed_pence", sa.Integer(), nullable=True),
        sa.Column("over_reason", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "plan_id"],
            ["care_plan.sandbox_id", "care_plan.id"],
            name=op.f("fk_personal_budget_sandbox_id_plan_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_personal_budget")),
        sa.UniqueConstraint("sandbox_id", "plan_id", name=op.f("uq_personal_budget_sandbox_id_plan_id")),
    )
    with op.batch_alter_table("personal_budget", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_personal_budget_sandbox_id_plan_id"), ["sandbox_id", "plan_id"], unique=False
        )

    op.create_table(
        "service",
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("units", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("rate_pence", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("met_by", sa.String(length=120), nullable=True),
        sa.Column("weekly_pence", sa.Integer(), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "plan_id"],
            ["care_plan.sandbox_id", "care_plan.id"],
            name=op.f("fk_service_sandbox_id_plan_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_service")),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_sandbox_id_plan_id"), ["sandbox_id", "plan_id"], unique=False)

    op.create_table(
        "session_arm",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("arm_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("sus_items", sa.JSON(), nullable=True),
        sa.Column("sus_comment", sa.Text(), nullable=True),
        sa.Column("sus_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["arm_id"], ["arm.id"], name=op.f("fk_session_arm_arm_id")),
        sa.ForeignKeyConstraint(["case_id"], ["study_case.id"], name=op.f("fk_session_arm_case_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_session_arm_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_arm")),
        sa.UniqueConstraint("session_id", "position", name=op.f("uq_session_arm_session_id_position")),
    )
    with op.batch_alter_table("session_arm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_arm_arm_id"), ["arm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_arm_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_arm_session_id"), ["session_id"], unique=False)

    op.create_table(
        "stray_post",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=True),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_stray_post_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray_post")),
    )
    with op.batch_alter_table("stray_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stray_post_session_id"), ["session_id"], unique=False)

    op.create_table(
        "task_run",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("session_arm_id", sa.String(length=64), nullable=False),
        sa.Column("task_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_because", sa.Text(), nullable=True),
        sa.Column("voided_by", sa.String(length=120), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("seq_comment", sa.Text(), nullable=True),
        sa.Column("completed_step", sa.Boolean(), nullable=True),
        sa.Column("working_seconds", sa.Double(), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("click_count", sa.Integer(), nullable=True),
        sa.Column("search_count", sa.Integer(), nullable=True),
        sa.Column("error_count", sa.Integer(), nullable=True),
        sa.Column("assist_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["session_arm_id"], ["session_arm.id"], name=op.f("fk_task_run_session_arm_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_task_run_session_id")),
        sa.ForeignKeyConstraint(["task_id"], ["test_task.id"], name=op.f("fk_task_run_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_run")),
        sa.UniqueConstraint("session_id", "position", name=op.f("uq_task_run_session_id_position")),
    )
    with op.batch_alter_table("task_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_run_session_arm_id"), ["session_arm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_run_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_run_task_id"), ["task_id"], unique=False)

    op.create_table(
        "assist",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("task_run_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["task_run_id"], ["task_run.id"], name=op.f("fk_assist_task_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assist")),
    )
    with op.batch_alter_table("assist", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assist_task_run_id"), ["task_run_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("story_date", sa.Date(), nullable=True),
        sa.Column("task_run_id", sa.String(length=64), nullable=True),
        sa.Column("version_id", sa.String(length=64), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_event_session_id")),
        sa.ForeignKeyConstraint(["task_run_id"], ["task_run.id"], name=op.f("fk_event_task_run_id")),
        sa.PrimaryKeyConstraint("session_id", "seq", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_task_run_id"), ["task_run_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("task_run_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_observation_session_id")),
        sa.ForeignKeyConstraint(["task_run_id"], ["task_run.id"], name=op.f("fk_observation_task_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_task_run_id"), ["task_run_id"], unique=False)

    op.create_table(
        "pause",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("task_run_id", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["task_run_id"], ["task_run.id"], name=op.f("fk_pause_task_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pause_task_run_id"), ["task_run_id"], unique=False)

    op.create_table(
        "recorded_fact",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("task_run_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("step_id", sa.String(length=60), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["task_run_id"], ["task_run.id"], name=op.f("fk_recorded_fact_task_run_id")),
        sa.ForeignKeyConstraint(["version_id"], ["workflow_version.id"], name=op.f("fk_recorded_fact_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_fact")),
    )
    with op.batch_alter_table("recorded_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recorded_fact_task_run_id_name"), ["task_run_id", "name"], unique=False)
