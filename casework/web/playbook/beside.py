"""Which page of the playbook helps on which screen of the lab: a quiet link stands on each of these."""

from typing import NamedTuple


class Help(NamedTuple):
    """A page, the words of the link to it, a part of the page, and whether it stands below all else on the screen."""

    page: str
    text: str
    part: str = ""
    is_below: bool = False


BESIDE = {
    "studies.index": Help("plan-a-round", "How to plan a round"),
    "studies.study": Help("plan-a-round", "How to plan a round"),
    "studies.show_plan": Help("plan-a-round", "How to plan a round"),
    "studies.new_study": Help("plan-a-round", "How to plan a round"),
    "studies.draft": Help("plan-a-round", "How to plan a round", is_below=True),
    "studies.draft_part:question": Help("plan-a-round", "Begin with the decision", "begin-with-the-decision"),
    "studies.draft_part:design": Help("plan-a-round", "How many people", "how-many-people"),
    "studies.draft_part:arms": Help("plan-a-round", "What to compare", "choose-what-to-compare"),
    "studies.draft_part:cases": Help("plan-a-round", "Cases and tasks", "choose-cases-and-tasks"),
    "studies.draft_part:tasks": Help("plan-a-round", "Cases and tasks", "choose-cases-and-tasks"),
    "studies.draft_part:claims": Help("report", "What may be said", "what-may-be-said"),
    "studies.draft_part:consent": Help("consent", "Consent, with wording to copy", "wording-to-copy"),
    "studies.watch": Help("observe-and-take-notes", "How to watch", "if-you-watch"),
    "studies.show_notes": Help("observe-and-take-notes", "What a note is"),
    "studies.stop_and_delete": Help("facilitate", "When somebody is upset", "when-somebody-is-upset"),
    "studies.show_preflight": Help("plan-a-round", "When a round is ready", "ready-when"),
    "studies.show_participants": Help("recruit-practitioners", "Whom to ask, and how"),
    "studies.group": Help("facilitate", "How to begin", "how-to-begin"),
    "studies.show_code": Help("facilitate", "How to begin", "how-to-begin"),
    "studies.console": Help("facilitate", "How to facilitate, and when to stop", is_below=True),
    "studies.strike_out": Help("when-something-goes-wrong", "What to do next", "real-details-were-typed"),
    "studies.void_run": Help(
        "when-something-goes-wrong", "When a task cannot be finished", "a-task-cannot-be-finished"
    ),
    "studies.debrief": Help("analyse", "Why now, and for how long", "the-same-day"),
    "studies.debriefs_of_day": Help("analyse", "How to analyse together"),
    "studies.replay": Help("analyse", "How to analyse together"),
    "studies.wall": Help("analyse", "How to sort notes and make findings", "on-the-wall"),
    "studies.findings": Help("analyse", "What makes a finding", "make-a-finding"),
    "studies.new_finding": Help("analyse", "What makes a finding", "make-a-finding"),
    "studies.show_results": Help("report", "What may be said of this"),
    "studies.sheet_of_study": Help("report", "What may be said of this"),
    "studies.show_used": Help("analyse", "How to analyse together"),
    "studies.show_decisions": Help("report", "What may be said of this"),
    "studies.show_readers": Help("plan-a-round", "How to let others read", "let-somebody-read-what-was-written"),
    "studies.show_panel": Help("plan-a-round", "How to ask experts", "ask-experts-blind"),
    "studies.show_paper": Help("report", "Before it leaves the team", "before-it-leaves-the-team"),
    "studies.show_shared_paper": Help("report", "Before it leaves the team", "before-it-leaves-the-team"),
    "roadmap.approaches": Help("report", "What may be said of this"),
    "roadmap.front_doors": Help("report", "What may be said of this"),
    "roadmap.learned": Help("coach", "How a team learns to do this"),
    "studies.pack": Help("community", "What a pack is, and who may run it"),
    "studies.import_a_pack": Help("community", "How to run somebody else’s study", "run-somebody-elses-study"),
    "admin.withdrawals": Help("when-something-goes-wrong", "What to say and do", "somebody-wants-their-data-erased"),
    "admin.retention": Help("data-protection", "What is kept, and how it ends", "how-it-ends"),
    "admin.health": Help("run-the-lab", "When it does not answer", "when-it-does-not-answer"),
    "admin.people": Help("run-the-lab", "Who gets an account, and how leavers go", "people"),
}
"""Endpoint of a screen, or endpoint:part where its parts need different help → what helps there."""


def helps_at(endpoint: str, part: str = "") -> Help | None:
    """What helps on a screen, if anything does."""
    return BESIDE.get(f"{endpoint}:{part}") or BESIDE.get(endpoint)
