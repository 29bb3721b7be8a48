"""The same journey on PostgreSQL, answered by two server processes in turn."""

from playwright.sync_api import expect

from tests.journeys.participant import Participant
from tests.journeys.researcher import Researcher, sign_in_of


def test_an_arm_is_worked_and_read_on_postgresql_with_two_processes(chromium, make_server, postgresql_url, widths):
    server = make_server(database_url=postgresql_url, processes=2)
    username, password = sign_in_of(server.flask("init").stdout)
    server.start()
    assert server.log.count("Booting worker") == 2

    ruth = Researcher(chromium.page(server.url), widths.at)
    ruth.signs_in(username, password)
    ruth.plans(1)
    planned = ruth.planned_session("")
    assert planned
    participant = Participant(chromium.page(server.url), widths.at)
    ruth.opens_the_console(planned.participant)
    participant.goes_through_the_first_arm(planned)
    expect(participant.page.get_by_role("heading", name="A warm-up first", level=1)).to_be_visible()
    ruth.sees("questionnaire answered")

    ruth.opens("/studies/demonstration/results")
    figures = {row[0]: row[1:3] for row in ruth.table("Figures of each arm")}
    assert sorted(figures["Completed unaided"]) == ["1 of 1", "no runs yet"]
    counted = [row for row in ruth.rows_of("Every run") if row["counted"] == "yes"]
    assert [(row["participant"], row["budget.gross_pence"]) for row in counted] == [(planned.participant, "34403")]
    assert widths.found == []
    assert "Traceback" not in server.log
