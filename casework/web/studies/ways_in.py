"""How somebody joins a session: the link, the code, and a picture of the link for a camera."""

import segno
from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.lab.models import Session
from casework.web.access import LAB, allow
from casework.web.studies.blueprint import bp, session_of

SPOKEN = {name[0]: name for name in ("Charlie", "Delta", "Foxtrot", "Golf", "Hotel", "Juliett", "Kilo", "Mike")}
SPOKEN |= {name[0]: name for name in ("November", "Papa", "Quebec", "Romeo", "Tango", "Victor", "Whiskey", "X-ray")}
SPOKEN |= {"Y": "Yankee", "3": "three", "4": "four", "6": "six", "7": "seven", "9": "nine"}
"""How each character of a join code is said."""


def ways_in(session: Session) -> dict[str, str]:
    """How somebody joins a session of her own."""
    return ways_of(session.code)


def ways_of(code: str) -> dict[str, str]:
    """How somebody joins with a code: the link, and the code as it is read and as it is said."""
    return {
        "link": url_for("joining.join_by_link", code=code, _external=True),
        "place": url_for("joining.enter_code", _external=True),
        "code": spaced(code),
        "said": ", ".join(SPOKEN[letter] for letter in code),
    }


def spaced(code: str) -> str:
    """A code in two halves, as it is read out and typed."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


@bp.get("/studies/<study_id>/sessions/<session_id>/code")
@allow(*LAB)
def show_code(study_id: str, session_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id)
    if session.participant.withdrawn_at is not None:
        raise NotFound(f"a code of {session.participant.code}, who has withdrawn")
    ways = ways_in(session)
    qr = segno.make(ways["link"]).svg_inline(
        scale=6, title=f"The link of {session.participant.code} as a picture for a camera", svgclass="", lineclass=""
    )
    return render_template("studies/code.html", session=session, study=session.study, ways=ways, qr=qr)
