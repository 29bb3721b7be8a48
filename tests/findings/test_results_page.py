"""The results page: each planned claim drawn, in a table, and with what it rests on."""

from casework.accounts.models import Role
from casework.lab.vocabulary import RunEnd
from tests.ready import on_both_databases


@on_both_databases
def test_a_claim_is_drawn_with_everybody_and_leads_to_the_replay_of_every_run(pages, db, study, take_part):
    arms = [arm.key for arm in study.arms]
    claim = {"id": "one", "says": "More finish with B", "measure": "completion", "arms": arms, "people": 20}
    study.content = study.content | {"claims": [claim | {"expected_a": 0.5, "expected_b": 0.8}]}
    take_part()
    take_part(finished=False, ended_by=RunEnd.SAID_CANNOT)
    staff = pages.as_staff(Role.RESEARCHER)
    page = staff.open(f"/studies/{study.id}/results")
    assert "1 of 2 finished without help with A, 1 of 2 with B" in page.text
    assert "Each mark is a person" in page.text
    assert page.html.count('<circle class="app-person-dot app-person-dot--a') == 2
    assert "What this rests on: 4 task runs, 0 problems noted" in page.text
    assert page.follow("P02, A").h1.startswith("Replay")
