"""A small council for tests of the county."""

from datetime import date
from typing import Any

WORKERS: dict[str, Any] = {
    "teams": [
        {"id": "east", "name": "Longer Term Team East"},
        {"id": "west", "name": "Longer Term Team West"},
        {"id": "front_door", "name": "Contact Centre"},
    ],
    "workers": [
        {"id": "priya_nair", "name": "Priya Nair", "role": "social_worker", "team": "east"},
        {"id": "dawn_fisher", "name": "Dawn Fisher", "role": "team_manager", "team": "east"},
        {"id": "kofi_lamb", "name": "Kofi Lamb", "role": "social_worker", "team": "east"},
        {"id": "jan_petrie", "name": "Jan Petrie", "role": "social_worker", "team": "west"},
        {"id": "moira_dunne", "name": "Moira Dunne", "role": "occupational_therapist", "team": "west"},
        {"id": "saul_field", "name": "Saul Field", "role": "team_manager", "team": "west"},
        {"id": "cass_lowe", "name": "Cass Lowe", "role": "contact_officer", "team": "front_door"},
        {"id": "di_hart", "name": "Di Hart", "role": "duty_worker", "team": "front_door"},
        {"id": "finn_ash", "name": "Finn Ash", "role": "finance_officer"},
        {"id": "kit_rowe", "name": "Kit Rowe", "role": "broker"},
        {
            "id": "tom_reilly",
            "name": "Tom Reilly",
            "role": "social_worker",
            "team": "east",
            "left_on": date(2026, 9, 30),
        },
    ],
}
