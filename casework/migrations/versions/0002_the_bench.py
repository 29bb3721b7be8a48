"""The bench: saves, drafts, trials, shown links, comments, what a council's system can do; arms know more.

And what further ways of working record: safeguarding, capacity, money, carers, self-assessment and more.
"""

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
        batch_op.add_column(sa.Column("beside", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("theme", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("wording", sa.String(length=60), nullable=True))

    _the_record()


def _the_record() -> None:
    op.create_table(
        "capacity_assessment",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=True),
        sa.Column("why_now", sa.Text(), nullable=True),
        sa.Column("doubt", sa.Text(), nullable=True),
        sa.Column("decision_maker", sa.Text(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("relevant_information", sa.Text(), nullable=True),
        sa.Column("help_given", sa.Text(), nullable=True),
        sa.Column("persons_words", sa.Text(), nullable=True),
        sa.Column("understand", sa.String(length=40), nullable=True),
        sa.Column("understand_evidence", sa.Text(), nullable=True),
        sa.Column("retain", sa.String(length=40), nullable=True),
        sa.Column("retain_evidence", sa.Text(), nullable=True),
        sa.Column("use_or_weigh", sa.String(length=40), nullable=True),
        sa.Column("use_or_weigh_evidence", sa.Text(), nullable=True),
        sa.Column("communicate", sa.String(length=40), nullable=True),
        sa.Column("communicate_evidence", sa.Text(), nullable=True),
        sa.Column("nexus", sa.String(length=40), nullable=True),
        sa.Column("nexus_evidence", sa.Text(), nullable=True),
        sa.Column("other_pressure", sa.Text(), nullable=True),
        sa.Column("conclusion", sa.String(length=40), nullable=True),
        sa.Column("conclusion_reasons", sa.Text(), nullable=True),
        sa.Column("may_regain", sa.String(length=40), nullable=True),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.Column("supported_decision", sa.Text(), nullable=True),
        sa.Column("attorney", sa.JSON(), nullable=True),
        sa.Column("authority_seen", sa.String(length=40), nullable=True),
        sa.Column("authority_note", sa.Text(), nullable=True),
        sa.Column("imca", sa.String(length=40), nullable=True),
        sa.Column("imca_note", sa.Text(), nullable=True),
        sa.Column("wishes", sa.Text(), nullable=True),
        sa.Column("took_part", sa.Text(), nullable=True),
        sa.Column("consulted", sa.Text(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("less_restrictive", sa.Text(), nullable=True),
        sa.Column("best_interests", sa.Text(), nullable=True),
        sa.Column("disagreement", sa.Text(), nullable=True),
        sa.Column("deprivation", sa.String(length=3), nullable=True),
        sa.Column("deprivation_factors", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "begun_by_id"],
            ["step.sandbox_id", "step.id"],
            name=op.f("fk_capacity_assessment_sandbox_id_begun_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_capacity_assessment_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_capacity_assessment_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_capacity_assessment")),
    )
    op.create_index(
        op.f("ix_capacity_assessment_sandbox_id_begun_by_id"),
        "capacity_assessment",
        ["sandbox_id", "begun_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_capacity_assessment_sandbox_id_case_id"),
        "capacity_assessment",
        ["sandbox_id", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_capacity_assessment_sandbox_id_person_id"),
        "capacity_assessment",
        ["sandbox_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "financial_assessment",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("rates_on", sa.Date(), nullable=False),
        sa.Column("rates_used", sa.JSON(), nullable=False),
        sa.Column("charged", sa.String(length=40), nullable=True),
        sa.Column("explained_on", sa.Date(), nullable=True),
        sa.Column("consent", sa.String(length=40), nullable=True),
        sa.Column("declined_note", sa.Text(), nullable=True),
        sa.Column("helper", sa.String(length=40), nullable=True),
        sa.Column("helper_note", sa.Text(), nullable=True),
        sa.Column("charge_from", sa.Date(), nullable=True),
        sa.Column("setting", sa.String(length=40), nullable=True),
        sa.Column("light_touch_evidence", sa.Text(), nullable=True),
        sa.Column("accounts_pence", sa.Integer(), nullable=True),
        sa.Column("savings_pence", sa.Integer(), nullable=True),
        sa.Column("shares_pence", sa.Integer(), nullable=True),
        sa.Column("property_pence", sa.Integer(), nullable=True),
        sa.Column("other_capital_pence", sa.Integer(), nullable=True),
        sa.Column("capital_pence", sa.Integer(), nullable=True),
        sa.Column("capital_left_out", sa.Text(), nullable=True),
        sa.Column("tariff_pence", sa.Integer(), nullable=True),
        sa.Column("full_cost", sa.String(length=3), nullable=True),
        sa.Column("full_cost_explained", sa.Text(), nullable=True),
        sa.Column("arranging_asked", sa.String(length=3), nullable=True),
        sa.Column("state_pension_pence", sa.Integer(), nullable=True),
        sa.Column("other_pension_pence", sa.Integer(), nullable=True),
        sa.Column("pension_credit_pence", sa.Integer(), nullable=True),
        sa.Column("disability_benefit_pence", sa.Integer(), nullable=True),
        sa.Column("working_age_benefit_pence", sa.Integer(), nullable=True),
        sa.Column("other_income_pence", sa.Integer(), nullable=True),
        sa.Column("income_pence", sa.Integer(), nullable=True),
        sa.Column("income_left_out", sa.Text(), nullable=True),
        sa.Column("mig_kind", sa.String(length=40), nullable=True),
        sa.Column("mig_reason", sa.Text(), nullable=True),
        sa.Column("premiums_pence", sa.Integer(), nullable=True),
        sa.Column("premiums", sa.JSON(), nullable=True),
        sa.Column("mig_pence", sa.Integer(), nullable=True),
        sa.Column("housing_pence", sa.Integer(), nullable=True),
        sa.Column("housing_note", sa.Text(), nullable=True),
        sa.Column("heating_pence", sa.Integer(), nullable=True),
        sa.Column("laundry_pence", sa.Integer(), nullable=True),
        sa.Column("diet_pence", sa.Integer(), nullable=True),
        sa.Column("equipment_pence", sa.Integer(), nullable=True),
        sa.Column("private_help_pence", sa.Integer(), nullable=True),
        sa.Column("other_disability_pence", sa.Integer(), nullable=True),
        sa.Column("disability_note", sa.Text(), nullable=True),
        sa.Column("disability_pence", sa.Integer(), nullable=True),
        sa.Column("left_to_live_on_pence", sa.Integer(), nullable=True),
        sa.Column("contribution_pence", sa.Integer(), nullable=True),
        sa.Column("hardship", sa.Text(), nullable=True),
        sa.Column("statement_sent_on", sa.Date(), nullable=True),
        sa.Column("appeal_told", sa.Text(), nullable=True),
        sa.Column("contribution_note", sa.Text(), nullable=True),
        sa.Column("looked_at_again_on", sa.Date(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "begun_by_id"],
            ["step.sandbox_id", "step.id"],
            name=op.f("fk_financial_assessment_sandbox_id_begun_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_financial_assessment_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_financial_assessment_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_financial_assessment")),
    )
    op.create_index(
        op.f("ix_financial_assessment_sandbox_id_begun_by_id"),
        "financial_assessment",
        ["sandbox_id", "begun_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_financial_assessment_sandbox_id_case_id"),
        "financial_assessment",
        ["sandbox_id", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_financial_assessment_sandbox_id_person_id"),
        "financial_assessment",
        ["sandbox_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "safeguarding_concern",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=True),
        sa.Column("raised_how", sa.Text(), nullable=True),
        sa.Column("anonymous", sa.String(length=3), nullable=True),
        sa.Column("what_happened", sa.Text(), nullable=True),
        sa.Column("when_where", sa.Text(), nullable=True),
        sa.Column("categories", sa.JSON(), nullable=True),
        sa.Column("alleged", sa.Text(), nullable=True),
        sa.Column("safe_now", sa.String(length=40), nullable=True),
        sa.Column("safety_action", sa.Text(), nullable=True),
        sa.Column("others", sa.JSON(), nullable=True),
        sa.Column("others_action", sa.Text(), nullable=True),
        sa.Column("knows", sa.String(length=40), nullable=True),
        sa.Column("wishes", sa.Text(), nullable=True),
        sa.Column("consent", sa.String(length=40), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("police", sa.String(length=40), nullable=True),
        sa.Column("has_needs", sa.String(length=40), nullable=True),
        sa.Column("has_needs_evidence", sa.Text(), nullable=True),
        sa.Column("at_risk", sa.String(length=40), nullable=True),
        sa.Column("at_risk_evidence", sa.Text(), nullable=True),
        sa.Column("cannot_protect", sa.String(length=40), nullable=True),
        sa.Column("cannot_protect_evidence", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decision_reasons", sa.Text(), nullable=True),
        sa.Column("decision_maker", sa.Text(), nullable=True),
        sa.Column("other_action", sa.Text(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "begun_by_id"],
            ["step.sandbox_id", "step.id"],
            name=op.f("fk_safeguarding_concern_sandbox_id_begun_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_safeguarding_concern_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_safeguarding_concern_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_safeguarding_concern")),
    )
    op.create_index(
        op.f("ix_safeguarding_concern_sandbox_id_begun_by_id"),
        "safeguarding_concern",
        ["sandbox_id", "begun_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_safeguarding_concern_sandbox_id_case_id"),
        "safeguarding_concern",
        ["sandbox_id", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_safeguarding_concern_sandbox_id_person_id"),
        "safeguarding_concern",
        ["sandbox_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "safeguarding_enquiry",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("caused_to", sa.Text(), nullable=True),
        sa.Column("asked", sa.String(length=40), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("not_asked_reason", sa.Text(), nullable=True),
        sa.Column("lacked_capacity", sa.String(length=40), nullable=True),
        sa.Column("difficulty", sa.JSON(), nullable=True),
        sa.Column("advocate", sa.String(length=40), nullable=True),
        sa.Column("advocate_note", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("interim_protection", sa.Text(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("views", sa.Text(), nullable=True),
        sa.Column("alleged_view", sa.Text(), nullable=True),
        sa.Column("conclusion", sa.String(length=40), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("outcomes_achieved", sa.String(length=40), nullable=True),
        sa.Column("risk", sa.String(length=40), nullable=True),
        sa.Column("risk_note", sa.Text(), nullable=True),
        sa.Column("protection_needed", sa.String(length=3), nullable=True),
        sa.Column("protection_plan", sa.JSON(), nullable=True),
        sa.Column("protection_review_on", sa.Date(), nullable=True),
        sa.Column("learning", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_comment", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "begun_by_id"],
            ["step.sandbox_id", "step.id"],
            name=op.f("fk_safeguarding_enquiry_sandbox_id_begun_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_safeguarding_enquiry_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_safeguarding_enquiry_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_safeguarding_enquiry")),
    )
    op.create_index(
        op.f("ix_safeguarding_enquiry_sandbox_id_begun_by_id"),
        "safeguarding_enquiry",
        ["sandbox_id", "begun_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_safeguarding_enquiry_sandbox_id_case_id"),
        "safeguarding_enquiry",
        ["sandbox_id", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_safeguarding_enquiry_sandbox_id_person_id"),
        "safeguarding_enquiry",
        ["sandbox_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "carers_assessment",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("cared_for", sa.Text(), nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column("joint_consent", sa.String(length=3), nullable=True),
        sa.Column("safe_to_talk", sa.Text(), nullable=True),
        sa.Column("difficulty", sa.JSON(), nullable=True),
        sa.Column("advocate", sa.String(length=40), nullable=True),
        sa.Column("involved", sa.Text(), nullable=True),
        sa.Column("does", sa.Text(), nullable=True),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.Column("nights", sa.String(length=40), nullable=True),
        sa.Column("necessary", sa.String(length=3), nullable=True),
        sa.Column("able", sa.String(length=40), nullable=True),
        sa.Column("willing", sa.String(length=40), nullable=True),
        sa.Column("able_willing_note", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("work_wishes", sa.Text(), nullable=True),
        sa.Column("young_carer", sa.String(length=40), nullable=True),
        sa.Column("health", sa.String(length=40), nullable=True),
        sa.Column("health_note", sa.Text(), nullable=True),
        sa.Column("child_care", sa.JSON(), nullable=True),
        sa.Column("other_care", sa.JSON(), nullable=True),
        sa.Column("home_environment", sa.JSON(), nullable=True),
        sa.Column("nutrition", sa.JSON(), nullable=True),
        sa.Column("relationships", sa.JSON(), nullable=True),
        sa.Column("work_education", sa.JSON(), nullable=True),
        sa.Column("community_facilities", sa.JSON(), nullable=True),
        sa.Column("recreation", sa.JSON(), nullable=True),
        sa.Column("outcomes_note", sa.Text(), nullable=True),
        sa.Column("wellbeing_areas", sa.JSON(), nullable=True),
        sa.Column("impact", sa.String(length=40), nullable=True),
        sa.Column("impact_reason", sa.Text(), nullable=True),
        sa.Column("what_else_could_help", sa.Text(), nullable=True),
        sa.Column("emergency", sa.Text(), nullable=True),
        sa.Column("safeguarding_concern", sa.String(length=3), nullable=True),
        sa.Column("safeguarding_reason", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decision_reasons", sa.Text(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("support", sa.JSON(), nullable=True),
        sa.Column("to_the_adult", sa.Text(), nullable=True),
        sa.Column("budget_pence", sa.Integer(), nullable=True),
        sa.Column("payment", sa.String(length=40), nullable=True),
        sa.Column("not_charged", sa.String(length=3), nullable=True),
        sa.Column("agreed", sa.String(length=40), nullable=True),
        sa.Column("copies_to", sa.Text(), nullable=True),
        sa.Column("copy_format", sa.String(length=40), nullable=True),
        sa.Column("copies_sent_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("how_to_ask", sa.Text(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=True),
        sa.Column("review_outcome", sa.String(length=40), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_carers_assessment_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_carers_assessment_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_carers_assessment")),
    )
    op.create_index(
        op.f("ix_carers_assessment_sandbox_id_case_id"), "carers_assessment", ["sandbox_id", "case_id"], unique=False
    )
    op.create_index(
        op.f("ix_carers_assessment_sandbox_id_person_id"),
        "carers_assessment",
        ["sandbox_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "community_connection",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("introduced_by", sa.Text(), nullable=True),
        sa.Column("met_where", sa.Text(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("notes_agreed", sa.String(length=3), nullable=True),
        sa.Column("vision", sa.Text(), nullable=True),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("gifts", sa.Text(), nullable=True),
        sa.Column("walks", sa.JSON(), nullable=True),
        sa.Column("hub_offered_on", sa.Date(), nullable=True),
        sa.Column("hub_on", sa.Date(), nullable=True),
        sa.Column("hub_place", sa.Text(), nullable=True),
        sa.Column("hub_note", sa.Text(), nullable=True),
        sa.Column("handover_because", sa.JSON(), nullable=True),
        sa.Column("handover_words", sa.Text(), nullable=True),
        sa.Column("handover_together", sa.String(length=3), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_community_connection_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_community_connection_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_community_connection")),
    )
    op.create_index(
        op.f("ix_community_connection_sandbox_id_case_id"),
        "community_connection",
        ["sandbox_id", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_community_connection_sandbox_id_person_id"),
        "community_connection",
        ["sandbox_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "huddle",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("picked_up_on", sa.Date(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("buddy", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("check_ins", sa.JSON(), nullable=True),
        sa.Column("audit", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_huddle_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"], ["person.sandbox_id", "person.id"], name=op.f("fk_huddle_sandbox_id_person_id")
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_huddle")),
    )
    op.create_index(op.f("ix_huddle_sandbox_id_case_id"), "huddle", ["sandbox_id", "case_id"], unique=False)
    op.create_index(op.f("ix_huddle_sandbox_id_person_id"), "huddle", ["sandbox_id", "person_id"], unique=False)
    op.create_table(
        "one_page_profile",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("admired", sa.Text(), nullable=True),
        sa.Column("important", sa.Text(), nullable=True),
        sa.Column("support", sa.Text(), nullable=True),
        sa.Column("good_day", sa.Text(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_one_page_profile_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_one_page_profile_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_one_page_profile")),
    )
    op.create_index(
        op.f("ix_one_page_profile_sandbox_id_case_id"), "one_page_profile", ["sandbox_id", "case_id"], unique=False
    )
    op.create_index(
        op.f("ix_one_page_profile_sandbox_id_person_id"), "one_page_profile", ["sandbox_id", "person_id"], unique=False
    )
    op.create_table(
        "reablement",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_by", sa.Date(), nullable=True),
        sa.Column("goals", sa.JSON(), nullable=True),
        sa.Column("weeks", sa.JSON(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("result_note", sa.Text(), nullable=True),
        sa.Column("need_remains", sa.String(length=3), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"], ["case.sandbox_id", "case.id"], name=op.f("fk_reablement_sandbox_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_reablement_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_reablement")),
    )
    op.create_index(op.f("ix_reablement_sandbox_id_case_id"), "reablement", ["sandbox_id", "case_id"], unique=False)
    op.create_index(op.f("ix_reablement_sandbox_id_person_id"), "reablement", ["sandbox_id", "person_id"], unique=False)
    op.create_table(
        "self_assessment",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("explained", sa.Text(), nullable=True),
        sa.Column("format", sa.String(length=40), nullable=True),
        sa.Column("wishes_to", sa.String(length=3), nullable=True),
        sa.Column("can_take_part", sa.String(length=40), nullable=True),
        sa.Column("can_take_part_note", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("typed_by", sa.String(length=40), nullable=True),
        sa.Column("helper", sa.Text(), nullable=True),
        sa.Column("nutrition", sa.String(length=40), nullable=True),
        sa.Column("nutrition_varies", sa.String(length=3), nullable=True),
        sa.Column("nutrition_without", sa.Text(), nullable=True),
        sa.Column("personal_hygiene", sa.String(length=40), nullable=True),
        sa.Column("personal_hygiene_varies", sa.String(length=3), nullable=True),
        sa.Column("personal_hygiene_without", sa.Text(), nullable=True),
        sa.Column("toilet_needs", sa.String(length=40), nullable=True),
        sa.Column("toilet_needs_varies", sa.String(length=3), nullable=True),
        sa.Column("toilet_needs_without", sa.Text(), nullable=True),
        sa.Column("clothing", sa.String(length=40), nullable=True),
        sa.Column("clothing_varies", sa.String(length=3), nullable=True),
        sa.Column("clothing_without", sa.Text(), nullable=True),
        sa.Column("home_safety", sa.String(length=40), nullable=True),
        sa.Column("home_safety_varies", sa.String(length=3), nullable=True),
        sa.Column("home_safety_without", sa.Text(), nullable=True),
        sa.Column("home_environment", sa.String(length=40), nullable=True),
        sa.Column("home_environment_varies", sa.String(length=3), nullable=True),
        sa.Column("home_environment_without", sa.Text(), nullable=True),
        sa.Column("relationships", sa.String(length=40), nullable=True),
        sa.Column("relationships_varies", sa.String(length=3), nullable=True),
        sa.Column("relationships_without", sa.Text(), nullable=True),
        sa.Column("work_education", sa.String(length=40), nullable=True),
        sa.Column("work_education_varies", sa.String(length=3), nullable=True),
        sa.Column("work_education_without", sa.Text(), nullable=True),
        sa.Column("community_facilities", sa.String(length=40), nullable=True),
        sa.Column("community_facilities_varies", sa.String(length=3), nullable=True),
        sa.Column("community_facilities_without", sa.Text(), nullable=True),
        sa.Column("child_caring", sa.String(length=40), nullable=True),
        sa.Column("child_caring_varies", sa.String(length=3), nullable=True),
        sa.Column("child_caring_without", sa.Text(), nullable=True),
        sa.Column("matters", sa.Text(), nullable=True),
        sa.Column("people_who_help", sa.Text(), nullable=True),
        sa.Column("anything_else", sa.Text(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("other_evidence", sa.Text(), nullable=True),
        sa.Column("differences", sa.Text(), nullable=True),
        sa.Column("persons_answer", sa.Text(), nullable=True),
        sa.Column("assured", sa.String(length=40), nullable=True),
        sa.Column("full_instead", sa.Text(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_self_assessment_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_self_assessment_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_self_assessment")),
    )
    op.create_index(
        op.f("ix_self_assessment_sandbox_id_case_id"), "self_assessment", ["sandbox_id", "case_id"], unique=False
    )
    op.create_index(
        op.f("ix_self_assessment_sandbox_id_person_id"), "self_assessment", ["sandbox_id", "person_id"], unique=False
    )
    op.create_table(
        "trusted_assessment",
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("referred_by", sa.Text(), nullable=True),
        sa.Column("consent", sa.String(length=40), nullable=True),
        sa.Column("protocol", sa.Text(), nullable=True),
        sa.Column("assessor", sa.Text(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=True),
        sa.Column("left_out", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("function", sa.Text(), nullable=True),
        sa.Column("risks", sa.Text(), nullable=True),
        sa.Column("equipment", sa.JSON(), nullable=True),
        sa.Column("pathway", sa.String(length=40), nullable=True),
        sa.Column("pathway_reason", sa.Text(), nullable=True),
        sa.Column("wishes", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("short_term", sa.Text(), nullable=True),
        sa.Column("home_on", sa.Date(), nullable=True),
        sa.Column("sandbox_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "case_id"],
            ["case.sandbox_id", "case.id"],
            name=op.f("fk_trusted_assessment_sandbox_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "person_id"],
            ["person.sandbox_id", "person.id"],
            name=op.f("fk_trusted_assessment_sandbox_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("sandbox_id", "id", name=op.f("pk_trusted_assessment")),
    )
    op.create_index(
        op.f("ix_trusted_assessment_sandbox_id_case_id"), "trusted_assessment", ["sandbox_id", "case_id"], unique=False
    )
    op.create_index(
        op.f("ix_trusted_assessment_sandbox_id_person_id"),
        "trusted_assessment",
        ["sandbox_id", "person_id"],
        unique=False,
    )
    op.add_column("assessment", sa.Column("depth", sa.String(length=40), nullable=True))
    op.add_column("assessment", sa.Column("depth_reason", sa.Text(), nullable=True))
    op.add_column("assessment", sa.Column("depth_triggers", sa.JSON(), nullable=True))
    op.add_column("assessment", sa.Column("points", sa.Double(), nullable=True))
    op.add_column("assessment", sa.Column("decision_owner", sa.Text(), nullable=True))
    op.add_column("authorisation", sa.Column("level", sa.String(length=40), nullable=True))
    op.add_column("care_plan", sa.Column("flexible_hours", sa.Double(), nullable=True))
    op.add_column("care_plan", sa.Column("flexible_limit", sa.Text(), nullable=True))
    op.add_column("care_plan", sa.Column("strengths_first", sa.Text(), nullable=True))
    op.add_column("care_plan", sa.Column("technology", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("filled_in_by", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("relationship", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("agreed_by_person", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("authority", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("person_words", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("wanted", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("good_day", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("helps", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("worries", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("worry_on", sa.Date(), nullable=True))
    op.add_column("contact", sa.Column("tried", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("looks_after", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("channel", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("contact_when", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("safe_to_contact", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("safe_note", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("language", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("adjustments", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("urgent_answer", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("urgent_rang", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("told_when", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("reference", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("answered_question", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("life_area", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("pages_read", sa.JSON(), nullable=True))
    op.add_column("contact", sa.Column("services_saved", sa.JSON(), nullable=True))
    op.add_column("contact", sa.Column("follow_up", sa.String(length=3), nullable=True))
    op.add_column("contact", sa.Column("follow_up_answer", sa.String(length=40), nullable=True))
    op.add_column("contact", sa.Column("follow_up_note", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("corrected", sa.Text(), nullable=True))
    op.add_column("personal_budget", sa.Column("points", sa.Double(), nullable=True))
    op.add_column("personal_budget", sa.Column("points_table", sa.Text(), nullable=True))
    op.add_column("personal_budget", sa.Column("carer_adjustment_pence", sa.Integer(), nullable=True))
    op.add_column("personal_budget", sa.Column("sense_check", sa.String(length=40), nullable=True))
    op.add_column("personal_budget", sa.Column("sense_check_reason", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("kind", sa.String(length=40), nullable=True))
    op.add_column("review", sa.Column("asked_by", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("method", sa.String(length=40), nullable=True))
    op.add_column("review", sa.Column("consent", sa.String(length=40), nullable=True))
    op.add_column("review", sa.Column("difficulty", sa.JSON(), nullable=True))
    op.add_column("review", sa.Column("person_view", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("carer_view", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("works", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("does_not_work", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("goals", sa.JSON(), nullable=True))
    op.add_column("review", sa.Column("changed", sa.String(length=3), nullable=True))
    op.add_column("review", sa.Column("change", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("hours_planned", sa.Double(), nullable=True))
    op.add_column("review", sa.Column("hours_given", sa.Double(), nullable=True))
    op.add_column("review", sa.Column("hours_note", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("money_changed", sa.String(length=3), nullable=True))
    op.add_column("review", sa.Column("safeguarding_concern", sa.String(length=3), nullable=True))
    op.add_column("review", sa.Column("safeguarding_reason", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("carer_offer", sa.String(length=40), nullable=True))
    op.add_column("review", sa.Column("reasons", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("advice", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("copies_to", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("copies_sent_on", sa.Date(), nullable=True))
