"""What the bench says on the command line: burden, duties, walks, and the table of facts."""

import json

import pytest

from casework.rehearsal.people import pinned_people

STUCK = """
id: stuck
title: A code nobody has
begins: one
steps:
  - id: one
    title: One
    role: social_worker
    actions:
      - {id: done, label: Close, to: closed, requires: complete}
  - {id: closed, title: Closed, ends: true}
sections:
  - id: all
    step: one
    title: All
    pages:
      - id: page
        questions:
          - {id: code, type: text, label: What is the code?, pattern: "[α-ω]{40}", records: contact.own_words}
"""


@pytest.fixture
def run(make_app):
    app = make_app()

    def run(*words):
        return app.test_cli_runner().invoke(args=["workflows", *words])

    return run


def test_burden_is_said_least_for_each_person_and_most(run):
    said = json.loads(run("burden", "capacity", "--format", "json").stdout)
    assert said["least"]["questions"] <= said["edna_farrow"]["questions"] <= said["most"]["questions"]
    assert "Minutes are an estimate" in run("burden", "capacity").stdout


def test_duties_are_a_prompt_for_a_lawyer_with_a_status_each(run):
    told = run("duties", "capacity")
    assert told.exit_code == 0
    assert told.stdout.startswith("A prompt for a lawyer, not advice.")
    assert len(json.loads(run("duties", "capacity", "--format", "json").stdout)) == 12


def test_a_walk_says_the_path_of_each_person(run):
    told = run("walk", "capacity")
    assert told.exit_code == 0
    assert "capacity  edna_farrow" in told.stdout
    assert {each["person"] for each in json.loads(run("walk", "capacity", "--format", "json").stdout)} == set(
        pinned_people()
    )


def test_a_workflow_that_cannot_be_finished_ends_with_one_and_says_where(run, tmp_path):
    file = tmp_path / "stuck.yaml"
    file.write_text(STUCK, encoding="utf-8")
    told = run("walk", str(file))
    assert told.exit_code == 1, told.stderr
    assert "cannot be finished at one" in told.stdout


def test_the_table_of_facts_says_what_each_workflow_does_with_each(run):
    rows = {
        row["fact"]: row["workflows"] for row in json.loads(run("facts", "--by-workflow", "--format", "json").stdout)
    }
    assert rows["capacity.matter"]["capacity"]["how"] == "records"
    assert rows["capacity.matter"]["guided_conversation"]["how"] == "leaves out"
