"""A large county is written people by people: it takes longer, not more memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAKE = """
import resource, sys, time
from datetime import date
from pathlib import Path
from sqlalchemy import create_engine
from casework.database import Base, Db, prepare
from casework.synthetic.pinned import read_yaml
from casework.synthetic.population import make_county

people, path = int(sys.argv[1]), sys.argv[2]
engine = create_engine(f"sqlite:///{path}")
prepare(engine)
Base.metadata.create_all(engine)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
with Db(engine) as db:
    made = make_county(
        db, people=people, seed=1, sandbox_id="county", story_date=date(2026, 11, 10),
        workers=read_yaml(Path("seed_data/people/workers.yaml")),
    )
    db.commit()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak, before, made.all_rows, time.perf_counter() - began)
"""


def made(people: int, folder: Path) -> tuple[int, int, int, float]:
    """Peak memory of the whole process in kB, what it was before, rows and seconds, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", MAKE, str(people), str(folder / f"{people}.sqlite")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return int(told[0]), int(told[1]), int(told[2]), float(told[3])


@pytest.mark.evidence
def test_twenty_thousand_people_take_no_more_than_a_third_more_memory_than_five_thousand(tmp_path: Path) -> None:
    peaks = {}
    for people in (5_000, 20_000):
        peaks[people], before, rows, seconds = made(people, tmp_path)
        print(
            f"{people:,} people, {rows:,} rows: {peaks[people] / 1024:.0f} MB at most "
            f"({before / 1024:.0f} MB before), {seconds:.0f} s, {rows / seconds:,.0f} rows a second"
        )
    print(f"ratio {peaks[20_000] / peaks[5_000]:.2f}, goal at most 1.3")
    assert peaks[20_000] <= 1.3 * peaks[5_000]
