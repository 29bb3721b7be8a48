"""Who may use what: every address, as everybody, by GET and by POST."""

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.database import enter_sandbox
from casework.lab import facilitating, planning, sessions
from casework.lab.vocabulary import RunEnd, Stage
from casework.records.models import CaseNote, Person
from casework.web.access import BENCH, LAB, NOTING, STAFF, WATCHING, Who, allowed
from tests.pages import Pages

# Written by hand, so that a route that opens itself by mistake fails here.
FOR_ANYBODY = {
    "monitored.answer",
    "accounts.accept_invitation",
    "accounts.open_invitation",
    "accounts.second_step",
    "accounts.sign_in",
    "front.accessibility",
    "front.cookies",
    "front.help_page",
    "front.home",
    "front.privacy",
    "front.theme",
    "joining.deleted",
    "joining.enter_code",
    "joining.join_by_link",
    "static",
    "workflows.shown_to",
}
ONLY_LEADING = {
    "admin.back_up",
    "admin.health",
    "admin.keep_until",
    "admin.retention",
    "admin.withdraw",
    "admin.withdrawals",
    "studies.assist",
    "studies.finish_for_her",
    "studies.give_up",
    "studies.hand_over",
    "studies.judge_run",
    "studies.live",
    "studies.move_story",
    "studies.settle_question",
    "studies.stop_and_delete",
    "studies.undo",
    "studies.bring_in",
    "county.make",
    "studies.strike_out",
    "studies.do_by_hand",
    "studies.end_session",
    "studies.events_csv",
    "studies.facts_csv",
    "studies.go_on",
    "studies.move_on",
    "studies.notes_csv",
    "studies.pause",
    "studies.close_group",
    "studies.group",
    "studies.override_row",
    "studies.plan_pilot",
    "studies.check_again",
    "studies.practice_next",
    "studies.show_practice",
    "studies.start_practice",
    "studies.plan_rehearsal",
    "studies.plan_sessions",
    "studies.results_csv",
    "studies.paper_pdf",
    "studies.tables_to_share",
    "studies.show_panel",
    "studies.open_panel",
    "studies.rule_case",
    "studies.seal_key",
    "studies.shared_paper_pdf",
    "studies.session_sheet_csv",
    "studies.pack",
    "studies.download_pack",
    "studies.import_a_pack",
    "studies.sheet_csv",
    "studies.show_code",
    "studies.void_run",
    "studies.seal_plan",
    "studies.change_plan",
    "studies.new_study",
    "studies.draft",
    "studies.draft_part",
    "studies.draft_text",
    "studies.keep_draft",
    "studies.read_in_draft",
    "studies.drop_draft",
    "studies.add_evidence",
    "studies.edit_finding",
    "studies.findings_csv",
    "studies.follow_finding",
    "studies.judge_gone",
    "studies.new_finding",
    "studies.report_finding",
    "studies.plan_reader",
    "studies.judge_answers",
    "studies.leave_reading_out",
    "studies.let_records_go",
}
FOR_WATCHING = {
    "roadmap.approaches",
    "roadmap.front_doors",
    "roadmap.index",
    "roadmap.learned",
    "roadmap.system",
    "roadmap.versions",
    "studies.show_plan",
    "studies.console",
    "studies.debrief",
    "studies.debriefs_of_day",
    "studies.replay",
    "studies.sheet",
    "studies.sheet_of_study",
    "studies.show_preflight",
    "studies.show_rehearsals",
    "studies.show_results",
    "studies.show_paper",
    "studies.show_used",
    "studies.show_decisions",
    "studies.show_readers",
    "studies.show_shared_paper",
    "studies.study",
    "studies.ask",
    "studies.is_here",
    "studies.picture",
    "studies.show_notes",
    "studies.show_participants",
    "studies.watch",
    "studies.watch_live",
    "studies.at_the_wall",
    "studies.findings",
    "studies.wall",
    "studies.wall_live",
}
FOR_ALL_STAFF = {
    "county.index",
    "county.person",
    "county.show_figures",
    "accounts.change_password",
    "accounts.confirm_second_factor",
    "accounts.end_device",
    "accounts.new_recovery_codes",
    "accounts.own",
    "accounts.second_factor_off",
    "accounts.second_factor_page",
    "workflows.download",
    "workflows.show_versions",
    "workflows.try_it",
    "accounts.sign_out",
    "playbook.index",
    "playbook.page",
    "playbook.whole",
    "studies.finding",
    "studies.index",
    "workflows.index",
    "workflows.show_burden",
    "workflows.show_differences",
    "workflows.show_duties",
    "workflows.show_facts",
    "workflows.show_walk",
    "workflows.show_map",
    "workflows.show_step",
    "workflows.show_feasibility",
    "workflows.show_script",
    "workflows.show_system",
    "workflows.show_systems",
}
FOR_DESIGNERS = {
    "workflows.begin_trying",
    "workflows.add_system",
    "workflows.copy_workflow",
    "workflows.edit",
    "workflows.go_back",
    "workflows.judge_system",
    "workflows.keep_draft",
    "workflows.reword_page",
    "workflows.reword_pages",
    "workflows.settle_comment",
}
FOR_ADMINISTRATORS = {
    "admin.change_roles",
    "admin.disable_person",
    "admin.enable_person",
    "admin.end_invitation",
    "admin.end_sign_ins",
    "admin.invite",
    "admin.make_password_link",
    "admin.people",
    "admin.person",
    "admin.reset_second_factor",
}
FOR_EXPERTS = {
    "studies.my_panels",
    "studies.panel_case",
}
FOR_NOTES = {
    "studies.mark_note",
    "studies.add_note",
    "studies.note_at",
    "studies.add_group",
    "studies.change_group",
    "studies.judge_severity",
    "studies.move_note",
}


def endpoints(app):
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_route_says_who_may_use_it(app):
    assert {endpoint for endpoint in endpoints(app) if not allowed(app, endpoint)} == set()


def test_what_is_open_to_anybody_is_what_was_meant_to_be(app):
    assert {endpoint for endpoint in endpoints(app) if Who.ANYONE in allowed(app, endpoint)} == FOR_ANYBODY


def test_participants_reach_their_own_pages_and_the_record_and_nothing_of_the_lab(app):
    theirs = {endpoint for endpoint in endpoints(app) if Who.PARTICIPANT in allowed(app, endpoint)}
    assert {endpoint.partition(".")[0] for endpoint in theirs} <= {"joining", "records", "trial", "colleague"}
    assert {endpoint for endpoint in endpoints(app) if endpoint.startswith("records.")} <= theirs


def test_only_the_address_of_a_trial_opens_its_pages(app):
    tried = {endpoint for endpoint in endpoints(app) if endpoint.partition(".")[0] in ("trial", "trying", "colleague")}
    assert {endpoint for endpoint in tried if Who.TRYING not in allowed(app, endpoint)} == set()
    for registered in ("trial.", "colleague."):
        assert {endpoint.partition(".")[2] for endpoint in tried if endpoint.startswith(registered)} == {
            endpoint.partition(".")[2] for endpoint in endpoints(app) if endpoint.startswith("records.")
        }


def test_only_the_address_of_a_reader_opens_her_pages(app):
    hers = {endpoint for endpoint in endpoints(app) if Who.READER in allowed(app, endpoint)}
    assert hers == {endpoint for endpoint in endpoints(app) if endpoint.startswith("reading.")}
    assert {allowed(app, endpoint) for endpoint in hers} == {frozenset({Who.READER})}


@pytest.mark.parametrize(
    ("routes", "roles"),
    [
        (ONLY_LEADING, LAB),
        (FOR_WATCHING, WATCHING),
        (FOR_NOTES, NOTING),
        (FOR_ALL_STAFF, STAFF),
        (FOR_DESIGNERS, BENCH),
        (FOR_ADMINISTRATORS, (Role.ADMINISTRATOR,)),
        (FOR_EXPERTS, (Role.EXPERT,)),
    ],
)
def test_staff_reach_what_their_roles_are_for(app, routes, roles):
    assert {endpoint: allowed(app, endpoint) for endpoint in routes} == {each: frozenset(roles) for each in routes}


def test_every_route_of_the_lab_is_in_one_of_these_lists(app):
    staff = FOR_ALL_STAFF | FOR_DESIGNERS | FOR_ADMINISTRATORS | FOR_EXPERTS
    lists = FOR_ANYBODY | ONLY_LEADING | FOR_WATCHING | FOR_NOTES | staff
    others = {
        each
        for each in endpoints(app) - lists
        if not each.startswith(("records.", "joining.", "trial.", "trying.", "colleague.", "reading."))
    }
    assert others == set()


# --- walking the map -----------------------------------------------------------------------------


@pytest.fixture
def addresses(app, study, session):
    """Every address with both methods, filled in with what is there: (endpoint, method, path)."""
    filled = {
        "account_id": "nobody",
        "invitation_id": "none",
        "study_id": study.id,
        "session_id": session.id,
        "participant_id": session.participant_id,
        "run_id": session.runs[0].id,
        "person_id": "carl",
        "step_id": "carls-assessment",
        "page_id": "day",
        "kind": "hint",
        "code": "ABCDEF",
        "filename": "casework.css",
        "workflow_id": "talk_first",
        "workflow_step": "talk",
        "system_id": "mosaic",
        "capability_id": "work-list",
        "theme_id": "plain",
        "section_id": "talk",
        "token": "nowhere",
        "comment_id": "none",
        "key": "carl",
        "note_id": "none",
        "group_id": "none",
        "draft_id": "none",
        "part_id": "question",
        "worker_id": "dawn",
        "alert_id": "none",
        "number": 1,
        "document_id": "none",
        "letter_id": "none",
        "version_id": "none",
        "other_id": "none",
        "detail_id": "none",
        "relationship_id": "none",
        "warning_id": "none",
        "picture_id": "none",
        "question_id": "none",
        "paper": "report",
        "case_key": "rose",
        "reading_id": "none",
    }
    urls = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        path = urls.build(rule.endpoint, {name: filled[name] for name in rule.arguments})
        # Signing out and having everything deleted come last: they end what the walk is made with.
        methods = sorted({"GET", "POST"} & rule.methods)
        found += [(rule.endpoint, method, path) for method in methods]
    last = ["joining.delete", "accounts.sign_out"]
    return sorted(found, key=lambda each: last.index(each[0]) if each[0] in last else -1)


def outcome(pages, method, path, token):
    """What a visitor gets: "in", "sign in", "enter code", "stage" (her own page of the moment), "over" or "refused"."""
    if method == "GET":
        answer = pages.client.get(path, buffered=True)
    else:
        answer = pages.client.post(path, data={"csrf_token": token})
    leads_to = answer.headers.get("Location", "")
    said = answer.get_data().decode(errors="replace")
    assert "Traceback" not in said
    assert answer.status_code != 500, f"{method} {path}"
    if "This link does not lead anywhere now" in said:
        return "over"
    if answer.status_code == 403:
        return "refused"
    if leads_to.startswith("/sign-in"):
        return "sign in"
    if leads_to == "/join":
        return "enter code"
    if leads_to == "/join/now":
        return "stage"
    return "stage" if answer.status_code == 409 else "in"


ADDRESSES_ALONE = {"workflows.shown_to", "accounts.accept_invitation"}
"""Outside those areas: what is shown to whoever has the address, and to nobody else."""


def expected(app, endpoint, method, *, roles=(), participant=False):
    who = allowed(app, endpoint)
    if endpoint.startswith(("trial.", "trying.", "colleague.", "reading.")) or endpoint in ADDRESSES_ALONE:
        return {"over"}  # the address that is tried leads to no trial, whoever tries it
    if endpoint == "accounts.second_step":
        return {"sign in"}  # the second of two steps, and nobody here has taken the first
    if Who.ANYONE in who or who & set(roles):
        return {"in"}
    if participant and Who.PARTICIPANT in who:
        return {"in", "stage"}
    if method == "POST" or (roles and not who <= {Who.PARTICIPANT, Who.TRYING}):
        return {"refused"}
    return {"enter code"} if Who.PARTICIPANT in who else {"sign in"}


def walk(app, pages, addresses, **who):
    token = pages.csrf_token()
    pages.db.rollback()
    wrong = []
    for endpoint, method, path in addresses:
        got, right = outcome(pages, method, path, token), expected(app, endpoint, method, **who)
        if got not in right:
            wrong.append(f"{method} {path}: {got} instead of {right}")
    print(wrong)
    assert wrong == []


def test_nobody_gets_past_the_doors(app, pages, addresses):
    walk(app, pages, addresses)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_is_for_it_and_nothing_else(app, pages, addresses, role):
    walk(app, pages.as_staff(role), addresses, roles=[role])


@pytest.mark.parametrize("stage", list(Stage))
def test_a_participant_at_any_stage_gets_her_own_and_nothing_else(app, pages, addresses, db, study, stage):
    hers = planning.plan_session(db, study, by="ruth", at=now())
    bring(db, hers, stage)
    her_pages = pages.as_participant(hers) if stage is not Stage.THANKS else as_ended(pages, db, hers)
    walk(app, her_pages, addresses, participant=True)


def bring(db, session, until):
    steps = {
        Stage.CONSENT: lambda: sessions.give_consent(db, session, ["take_part"], at=now()),
        Stage.ABOUT_YOU: lambda: sessions.answer_about_you(
            db, session, role="", years="", systems=[], systems_other="", at=now()
        ),
        Stage.BRIEFING: lambda: sessions.start_run(db, session, at=now()),
        Stage.WORKING: lambda: sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=now()),
        Stage.RATING: lambda: sessions.rate(db, session, 5, "", at=now()),
    }
    while session.stage is not until and session.stage in steps:
        steps[session.stage]()
    db.commit()


def as_ended(pages, db, session):
    pages.as_participant(session)
    facilitating.end_early(db, session, "The end", by="ruth", at=now())
    db.commit()
    return pages


# --- nobody reaches another's sandbox ------------------------------------------------------------


@pytest.fixture
def two(app, db, study, session):
    """Two participants who both work, each with her own browser: (hers, her pages, other, other's pages)."""
    other = planning.plan_session(db, study, by="ruth", at=now())
    found = []
    for each in (session, other):
        bring(db, each, Stage.WORKING)
        found += [each, Pages(app, db).as_participant(each)]
    return found


def test_what_is_only_in_anothers_sandbox_is_not_there(two, db, build):
    _, her_pages, other, others_pages = two
    enter_sandbox(db, other.current_arm.sandbox_id)
    only_there = build.person(name="Only There")
    note = build.case_note(person=only_there, text="Seen by nobody else")
    db.commit()
    assert others_pages.open(f"/people/{only_there.id}").status == 200
    for path in (f"/people/{only_there.id}", f"/people/{only_there.id}/case-notes", f"/people/{note.id}"):
        assert her_pages.open(path).status == 404
    assert "Only There" not in her_pages.open("/people?q=Only").html


def test_no_field_of_a_form_takes_her_into_anothers_sandbox(two, db):
    hers, her_pages, other, _ = two
    elsewhere = other.current_arm.sandbox_id
    page = her_pages.open("/people/carl/case-notes/new")
    sent = {"sandbox_id": elsewhere, "sandbox": elsewhere, "sitting": hers.id, "text": "Into the other one"}
    her_pages.post("/people/carl/case-notes/new", {**sent, "csrf_token": page.value("csrf_token")})
    enter_sandbox(db, elsewhere)
    assert [note.text for note in db.query(CaseNote).all() if note.text == "Into the other one"] == []
    assert {person.sandbox_id for person in db.query(Person).all()} == {elsewhere}


def test_a_form_of_anothers_sitting_is_kept_out(two):
    _, her_pages, other, others_pages = two
    page = others_pages.open("/people/carl/case-notes/new")
    sent = {"text": "Typed for the other", "sitting": other.id, "csrf_token": her_pages.csrf_token()}
    answer = her_pages.post(page.path, sent)
    assert answer.status == 409
    assert answer.says("Typed for the other")


@pytest.mark.parametrize("forged", ["", "x", "0" * 43, "../../etc/passwd", "' OR 1=1 --"])
def test_a_forged_cookie_opens_nothing(pages, session, forged):
    pages.client.set_cookie("casework-sitting", forged)
    assert pages.open("/join/now").path == "/join"


def test_a_sessions_id_or_code_is_no_cookie(pages, session):
    for worthless in (session.id, session.code):
        pages.client.set_cookie("casework-sitting", worthless)
        assert pages.open("/work").path == "/join"


def test_a_participants_cookie_is_no_staff_cookie_nor_the_other_way_round(app, db, session):
    participant, staff = Pages(app, db).as_participant(session), Pages(app, db).as_staff(Role.ADMINISTRATOR)
    assert participant.open("/studies").h1 == "Sign in"
    assert staff.open("/work").path == "/join"
