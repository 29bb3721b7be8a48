"""What docs/running.md tells people to copy: proxies write over what visitors claim, units run what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", WRITTEN, flags=re.MULTILINE | re.DOTALL)


def test_nginx_writes_over_what_a_visitor_claims_to_be():
    (conf,) = blocks("nginx")
    told = dict(re.findall(r"proxy_set_header (\S+) (\S+);", conf))
    assert told == {
        "Host": "$host",
        "X-Forwarded-Host": "$host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "https",
        "Forwarded": '""',
    }
    assert "return 444;" in conf
    assert conf.count("{") == conf.count("}")


def test_caddy_writes_over_it_too():
    (conf,) = blocks("caddyfile")
    assert "header_up X-Forwarded-For {remote_host}" in conf
    assert "header_up X-Forwarded-Host {host}" in conf


@pytest.mark.parametrize("block", blocks("ini"))
def test_each_unit_runs_a_command_of_ours_on_the_same_settings(block):
    if "ExecStart" in block:
        assert re.search(r"^ExecStart=/srv/casework/casework/\.venv/bin/flask (serve|work)$", block, flags=re.MULTILINE)
        assert "EnvironmentFile=/etc/casework" in block
    else:
        assert "[Timer]" in block


def test_every_chapter_that_is_linked_to_is_there():
    chapters = {
        re.sub(r"[^a-z ]", "", name.lower()).replace(" ", "-") for name in re.findall(r"^## (.+)$", WRITTEN, re.M)
    }
    assert set(re.findall(r"\]\(#([a-z-]+)\)", WRITTEN)) <= chapters
