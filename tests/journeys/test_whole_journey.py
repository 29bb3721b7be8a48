"""A study from the first sign-in to its results: two participants in both arms, a third who has to stop."""

import re

from playwright.sync_api import Page, expect

from casework.statistics.present import clock
from tests.journeys.answers import HOME_CARE_DAY_CENTRE_AND_TELECARE
from tests.journeys.participant import Participant
from tests.journeys.researcher import Planned, Researcher

ALL_AGREE = [4, 2] * 5
BEST = [5, 1] * 5
MIDDLE = [3] * 10
LESS_HOME_CARE = [{"service": "home-care", "units": "10"}, *HOME_CARE_DAY_CENTRE_AND_TELECARE[1:]]


def test_a_study_from_its_plan_to_its_results(chromium, start_server, looks):
    # On purpose: a code that nobody has, a page that is not there, two tabs, a question left unanswered.
    chromium.expected += ["status of 400", "status of 404", "status of 409"]
    serving = start_server()
    ruth = Researcher(chromium.page(serving.url), looks.at)
    mia = Participant(chromium.page(serving.url), looks.at)
    ola = Participant(chromium.page(serving.url), looks.at)

    everybody_can_read_about_it(ruth)
    signs_in_and_plans(ruth, serving.username, serving.password)
    first, second = session_beginning(ruth, "A with Rosemary"), session_beginning(ruth, "B with Rosemary")

    watched_from_joining_to_the_task(ruth, mia, first)
    looks_at_everything(mia)
    makes_mistakes(mia, Participant(mia.page.context.new_page(), looks.at))
    mia.works_the_case()
    ruth.opens_the_console(first.participant)
    mia.presses("I have finished")
    ruth.sees("rating the task")
    mia.rates(6, "Long, and clear.")
    mia.answers_the_questionnaire(ALL_AGREE)
    helped_in_the_second_arm(ruth, mia)

    ola.joins_by_typing(second.code)
    says_who_she_is(ola)
    for ease, items, changed in ((7, BEST, {}), (5, MIDDLE, {"services": LESS_HOME_CARE})):
        ola.warms_up()
        ola.presses("Start")
        ola.works_the_case(**changed)
        ola.presses("I have finished")
        ola.rates(ease)
        ola.answers_the_questionnaire(items)
    ends_with_thanks(ola)

    third = session_beginning(ruth, "A")
    the_next_sees_nothing_of_the_last(mia, third)
    left_out_and_ended(ruth, mia, third)

    the_results_are_what_was_done(ruth, first.participant, second.participant, third.participant)
    somebody_else_reads_it(ruth, Participant(chromium.page(serving.url), looks.at))
    signing_out_is_real(ruth, chromium.page(serving.url))
    assert looks.found == []


def everybody_can_read_about_it(ruth: Researcher) -> None:
    for path in ("/", "/help", "/accessibility", "/privacy", "/cookies", "/join", "/nothing-here"):
        ruth.opens(path)


def signs_in_and_plans(ruth: Researcher, username: str, password: str) -> None:
    ruth.signs_in(username, "not the password")
    ruth.signs_in(username, password)
    ruth.opens("/account/password")
    ruth.presses("Change password")
    for part in ("", "/results", "/rehearsals"):
        ruth.opens(f"/studies/demonstration{part}")
    ruth.plans(0)
    ruth.plans(4)
    assert len(ruth.table("Sessions")) == 4
    ruth.sees("Balanced")


def session_beginning(ruth: Researcher, first: str) -> Planned:
    planned = ruth.planned_session(first)
    assert planned
    return planned


def says_who_she_is(participant: Participant) -> None:
    participant.consents()
    participant.tells_about_herself()


def watched_from_joining_to_the_task(ruth: Researcher, mia: Participant, session: Planned) -> None:
    """The console says what the participant does, within three seconds, from before she joins."""
    ruth.opens_the_console(session.participant)
    mia.joins_by_link(session.link)
    ruth.sees("Reading about consent")
    mia.presses("Continue")
    assert mia.told == ["Select “I agree to take part” if you want to take part"]
    mia.consents()
    mia.presses("Continue")
    mia.tells_about_herself()
    mia.follows("I need to stop")
    mia.follows("Go back to where you were")
    mia.warms_up()
    mia.presses("Start")
    ruth.sees(f"{session.participant} is looking at Work view")
    ruth.sees("task started: Assess and plan")
    ruth.sees(re.compile(r"^0:0\d$"))
    ruth.look(ruth.page, "working")
    ruth.notes("! looks for the carer")
    ruth.notes("")
    ruth.presses("Pause clock", state="paused")
    ruth.presses("Go on", state="went on")


def looks_at_everything(mia: Participant) -> None:
    """Every place of the record, before she begins."""
    case = "/people/rosemary_tennant"
    for part in ("", "/work", "/assessments", "/plan", "/case-notes", "/chronology"):
        mia.opens(case + part)
    mia.opens("/people/arthur_penhale/assessments")
    mia.opens("/people/arthur_penhale/plan")
    mia.presses("Add case note")
    mia.presses("Save case note")
    assert mia.told[0] == "Select the kind of contact"
    mia.opens("/people")
    mia.opens("/people?q=nobody-of-this-name")
    mia.opens("/people/nobody")
    mia.opens("/work?of=team")
    mia.follows(re.compile("^Open ?:"))
    mia.opens("/work")


def makes_mistakes(mia: Participant, other_tab: Participant) -> None:
    """Nothing answered, something real, and the same page in two tabs: nothing that was typed is lost."""
    name = "like to be called?"
    mia.begins_the_case()
    mia.goes_by(mia.page.locator(".app-next a"))
    mia.presses("Save and go on")
    assert mia.told == ["Select an answer to “Does Rose agree to an assessment?”"]
    mia.page.get_by_label(name).fill("rose.t@hotmail.com")
    mia.presses("Save and go on")
    expect(mia.page.get_by_role("heading", name="This looks like a real person’s details")).to_be_visible()
    mia.page.get_by_label(name).fill("Rose")
    other_tab.opens(mia.path)
    mia.answers_what_is_asked({"consent": "agreed"})
    mia.presses("Save and go on")
    other_tab.page.get_by_label(name).fill("Rosie")
    other_tab.presses("Save and go on")
    cells = other_tab.page.get_by_role("table", name="What is different").get_by_role("cell").all_inner_texts()
    assert {"Rose", "Rosie"} <= set(cells)
    other_tab.presses("Keep what is saved")
    other_tab.page.close()


def helped_in_the_second_arm(ruth: Researcher, mia: Participant) -> None:
    mia.warms_up()
    mia.presses("Start")
    ruth.sees("task started: Assess and plan")
    ruth.presses("Hint", state="helped")
    mia.works_the_case()
    mia.presses("I have finished")
    mia.rates(4)
    mia.answers_the_questionnaire(MIDDLE)
    ends_with_thanks(mia)
    ruth.sees("The session has ended.")
    ruth.look(ruth.page, "ended")


def ends_with_thanks(participant: Participant) -> None:
    """And the back button shows the same."""
    thanks = participant.page.get_by_role("heading", name="Thank you")
    expect(thanks).to_be_visible()
    participant.page.go_back()
    expect(thanks).to_be_visible()


def the_next_sees_nothing_of_the_last(next_one: Participant, session: Planned) -> None:
    """In the same browser, where somebody else has just said thank you."""
    next_one.joins_by_typing("ccc ccc")
    assert next_one.told == ["Check your code: no session has this one"]
    next_one.joins_by_typing(session.code)
    next_one.presses("Continue")
    next_one.consents()
    next_one.tells_about_herself()
    next_one.presses("Start")
    pages = ["/work", "/people/arthur_penhale/case-notes"]
    for case in ("rosemary_tennant", "edna_farrow"):
        pages += [f"/people/{case}{part}" for part in ("", "/work", "/assessments", "/plan", "/case-notes")]
    for path in pages:
        next_one.opens(path)
        for words in ("Rang today", "Claire rings first", "My own kitchen.", "344.03"):
            assert words not in next_one.page.content(), path


def left_out_and_ended(ruth: Researcher, third: Participant, session: Planned) -> None:
    """She moves on to the task, loses the connection, and cannot stay: her run is listed, and counts nowhere."""
    ruth.opens_the_console(session.participant)
    ruth.presses("Move on")
    third.opens("/join/now")
    third.presses("Start")
    ruth.sees("task started: Assess and plan")
    ruth.leaves_out(re.compile(r"^Void this run"), "Connection lost for 6 minutes")
    ruth.follows("End the session…")
    ruth.presses("End the session", state="without a reason")
    ruth.page.get_by_label("Why does the session end here?").fill("Had to leave")
    ruth.presses("End the session", state="ended early")
    third.opens("/work")
    expect(third.page.get_by_role("heading", name="Thank you")).to_be_visible()


def the_results_are_what_was_done(ruth: Researcher, mia: str, ola: str, third: str) -> None:
    """On screen and in the files: four runs that count, one that does not."""
    ruth.opens("/studies/demonstration/results")
    figures = {row[0]: row[1:3] for row in ruth.table("Figures of each arm")}
    assert figures["Runs counted"] == ["2", "2"]
    assert figures["Completed unaided"] == ["2 of 2", "1 of 2"]
    assert figures["Completed with help"] == ["0 of 2", "1 of 2"]
    assert figures["Gave up"] == ["0 of 2", "0 of 2"]
    eases = [numbers(each) for name, values in figures.items() if "SEQ" in name for each in values]
    assert eases == [{6, 5}, {4, 7}]
    questionnaires = [numbers(each) for each in ruth.table("Questionnaire of each arm")[0][1:3]]
    assert questionnaires == [{75, 50}, {50, 100}]
    decisions = {row[0]: row[1:3] for row in ruth.table("Decisions that agree with the experts")}
    assert decisions["Eligibility decision"] == ["2 of 2", "2 of 2"]
    assert decisions["Cost of meeting the needs"] == ["2 of 2", "1 of 2"]
    ruth.page.get_by_text("Each decision of each person").click()
    cost = {(row[0], row[1]): row[4] for row in ruth.table("What each person decided") if row[3].startswith("Cost")}
    planned = {(mia, "A"): "£344.03", (mia, "B"): "£344.03", (ola, "B"): "£344.03", (ola, "A"): "£313.40"}
    assert cost == {visit: f"{pounds} a week" for visit, pounds in planned.items()}
    left_out = ruth.table("Runs left out")
    assert [row[:3] for row in left_out] == [[third, "A Assess and plan", "Connection lost for 6 minutes"]]

    runs = {(row["participant"], row["arm"]): row for row in ruth.rows_of("Every run") if row["counted"] == "yes"}
    for participant, arm, case, outcome, time, *counts in ruth.table("Each run of Assess and plan"):
        row = runs.pop((participant, arm[0]))
        assert [time, *counts] == [clock(float(row["working_seconds"])), *(row[name] for name in COUNTS)]
        assert (row["outcome"] in outcome.lower(), row["case"] in case.lower()) == (True, True)
    assert runs == {}
    facts = [row for row in ruth.rows_of("Recorded facts") if row["fact"] == "budget.gross_pence"]
    pence = {(row["participant"], row["arm"]): int(row["value"]) for row in facts}
    assert {visit: f"£{cost / 100:.2f}" for visit, cost in pence.items()} == planned
    assert {row["event"] for row in ruth.rows_of("Events")} >= {"assist_given", "run_paused", "run_voided"}
    assert [row["note"] for row in ruth.rows_of("Notes")] == ["looks for the carer"]


COUNTS = ("pages", "clicks", "searches", "errors", "assists", "seq")


def numbers(text: str) -> set[float]:
    """The figures of a cell, its n left out: "6, 5 (n = 2)"."""
    return {float(number) for number in re.findall(r"[0-9.]+", text.split("(")[0])}


def somebody_else_reads_it(ruth: Researcher, rob: Participant) -> None:
    """A reader finds things out from what was handed over, and the researcher sees how it went."""
    ruth.opens("/studies/demonstration/readers")
    ruth.presses("Plan a reader")
    rob.opens(ruth.page.locator(".app-link-box").first.inner_text())
    rob.presses("Continue")
    assert rob.told[0] == "Select “I agree to take part” if you want to take part"
    rob.ticks(rob.page.get_by_label("I agree to take part"))
    rob.ticks(rob.page.get_by_label("Team manager"))
    rob.presses("Continue")
    rob.presses("Open the record")
    rob.presses("Answer")
    assert rob.told == ["Answer the question, or say that it is not in the record"]
    rob.follows("Back to the record")
    rob.follows("Assessments")
    rob.ticks(rob.page.get_by_label("Yes"))
    rob.presses("Answer")
    assert rob.path.endswith("/assessments")
    for _ in range(4):
        rob.presses("The record does not have it")
    rob.types(rob.page.get_by_label("Who comes if the carer cannot"), "The neighbour, I th")
    rob.follows("Plan")
    assert rob.page.get_by_label("Who comes if the carer cannot").input_value() == "The neighbour, I th"
    rob.presses("Answer")
    for _ in range(4):
        rob.presses("The record does not have it")
    rob.ticks(rob.page.get_by_label("5", exact=True))
    rob.presses("Continue")
    rob.presses("I want to stop")
    expect(rob.page.get_by_role("heading", name="Thank you")).to_be_visible()
    ruth.opens("/studies/demonstration/readers/judge")
    ruth.presses("It is not right")
    ruth.opens("/studies/demonstration/readers")
    ruth.sees("Right answers, by question")
    for paper in ("report", "show-and-tell", "for-those-who-took-part", "report/to-share"):
        ruth.opens(f"/studies/demonstration/papers/{paper}")


def signing_out_is_real(ruth: Researcher, elsewhere: Page) -> None:
    """What the browser kept of the sign-in opens nothing any more, here or anywhere."""
    kept = ruth.page.context.cookies()
    ruth.opens("/studies")
    ruth.presses("Sign out")
    elsewhere.context.add_cookies(kept)
    for page in (ruth.page, elsewhere):
        page.goto("/studies")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    for _ in range(2):
        ruth.page.go_back()
        expect(ruth.page.get_by_role("heading", name="Studies", exact=True)).not_to_be_visible()
