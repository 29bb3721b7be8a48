"""`flask findings show` and `export`, as they are typed."""

import json

from sqlalchemy import select

from casework.lab.models import Download


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["findings", *arguments])


def test_a_study_nobody_took_part_in_says_so(app, study):
    said = run(app, "show", "tiny")
    assert said.exit_code == 0
    assert "0 runs count, 0 are left out" in said.output
    shown = json.loads(run(app, "show", "tiny", "--format", "json").output)
    assert [arm["people"] for arm in shown["arms"]] == [0, 0]


def test_a_planned_claim_is_said_with_what_may_be_said_of_it(app, db, study):
    arms = [arm.key for arm in study.arms]
    claim = {"id": "one", "says": "More finish with B", "measure": "completion", "arms": arms, "people": 20}
    study.content = study.content | {"claims": [claim | {"expected_a": 0.5, "expected_b": 0.8}]}
    db.commit()
    assert "Planned claim 1: More finish with B" in run(app, "show", "tiny").output
    (shown,) = json.loads(run(app, "show", "tiny", "--format", "json").output)["claims"]
    assert (shown["planned"], shown["verdict"]) == ("More finish with B", "description")


def test_an_export_is_listed_among_the_copies_and_never_written_over(app, db, study, tmp_path):
    folder = tmp_path / "out"
    first = run(app, "export", "tiny", str(folder))
    assert first.exit_code == 0
    assert "events.csv  0 rows" in first.output
    assert (folder / "csv-metadata.json").exists()
    db.rollback()
    assert [(each.study_id, each.what) for each in db.scalars(select(Download))] == [("tiny", "every table")]
    again = run(app, "export", "tiny", str(folder))
    assert (again.exit_code, "is not empty" in again.output) == (2, True)


def test_a_study_that_is_not_there_is_said(app, db):
    said = run(app, "show", "nowhere")
    assert (said.exit_code, "there is no study nowhere" in said.output) == (2, True)
