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
        {
            "id": "dawn_fisher",
            "name": "Dawn Fisher",
            "role": "team_manager",
            "team": "east",
            "approval_limit_pence": 30_000,
        },
        {"id": "kofi_lamb", "name": "Kofi Lamb", "role": "social_worker", "team": "east"},
        {"id": "tom_reilly", "name": "Tom Reilly", "role": "social_worker", "team": "east"},
        {
            "id": "ivy_stone",
            "name": "Ivy Stone (student)",
            "role": "social_worker",
            "team": "east",
            "joined_on": date(2025, 9, 1),
        },
        {"id": "jan_petrie", "name": "Jan Petrie", "role": "social_worker", "team": "west"},
        {
            "id": "pat_holt",
            "name": "Pat Holt",
            "role": "social_worker",
            "team": "west",
            "joined_on": date(2024, 5, 7),
        },
        {"id": "moira_dunne", "name": "Moira Dunne", "role": "occupational_therapist", "team": "west"},
        {"id": "saul_field", "name": "Saul Field", "role": "team_manager", "team": "west"},
        {"id": "cass_lowe", "name": "Cass Lowe", "role": "contact_officer", "team": "front_door"},
        {"id": "di_hart", "name": "Di Hart", "role": "duty_worker", "team": "front_door"},
        {"id": "finn_ash", "name": "Finn Ash", "role": "finance_officer"},
        {"id": "kit_rowe", "name": "Kit Rowe", "role": "broker"},
        {
            "id": "hugh_pellow",
            "name": "Hugh Pellow",
            "role": "social_worker",
            "team": "east",
            "left_on": date(2026, 9, 30),
        },
    ],
    "covers": [
        {"worker": "priya_nair", "for": "tom_reilly", "since_on": date(2026, 11, 6), "until_on": date(2026, 11, 13)}
    ],
}
