"""Every page that a participant can come to by links, in both arms: no expert's answer on any."""

import re
from collections import Counter
from html import unescape

from tests.journeys.participant import Participant
from tests.journeys.researcher import sign_in

ONLY_EXPERTS_SAY = ("Kestrel", "advanced practitioner", "does not count", "is not an answer", "proposed")
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


OF_A_SHAPE = 8
"""How many pages of one shape are read of anybody else: /people/…/case-notes/… of eight people are enough."""


def shape(path: str) -> str:
    """An address without its ids: what is left is the same for every page of one kind."""
    return re.sub(r"[a-z0-9_-]*[0-9_][a-z0-9_-]*", "*", path.partition("?")[0])


def pages_in_reach(participant: Participant, hers: str) -> dict[str, str]:
    """Path and query of every page that links lead to from where she is, with what the page holds.

    hers: where the record of her case begins, all of which is read.
    """
    found: dict[str, str] = {}
    shapes: Counter[str] = Counter()
    waiting = [participant.path, "/work", "/people", "/join/now", "/join/stop"]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith("/static"):
            continue
        shapes[shape(path)] += 1
        if path.startswith(hers) or shapes[shape(path)] <= OF_A_SHAPE:
            found[path] = participant.page.context.request.get(path).text()
            waiting += [unescape(link) for link in LINK.findall(found[path])]
    return found


def test_no_participant_comes_to_an_experts_answer(chromium, start_server):
    serving = start_server()
    # The same pages about fewer people: about each of them, the crawl below reads a dozen.
    serving.server.flask("county", "make", "--people", "2", "--seed", "1")
    ruth = sign_in(chromium, serving, lambda *_: None)
    ruth.plans(1)
    planned = ruth.planned_session("")
    assert planned
    participant = Participant(chromium.page(serving.url), lambda *_: None)
    participant.joins_by_link(planned.link)
    participant.consents()
    participant.tells_about_herself()
    for _ in range(2):
        participant.presses("Start")
        participant.presses("I have finished")
        participant.presses("Start")
        participant.begins_the_case()
        her_case = f"/people/{participant.person.lower().replace(' ', '_')}"
        pages = pages_in_reach(participant, her_case)
        assert {her_case, f"{her_case}/plan", "/work?of=team", "/help"} <= set(pages)
        told = [(path, words) for path, page in pages.items() for words in ONLY_EXPERTS_SAY if words in page]
        assert told == []
        participant.presses("I have finished")
        participant.rates(4)
        participant.answers_the_questionnaire([3] * 10)
