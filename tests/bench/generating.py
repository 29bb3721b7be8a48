"""Rows of a county a second, drawn and saved, beside factory-boy making and saving the same rows one by one."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import Engine, create_engine

from casework.cli.setting_up import SEED_DATA
from casework.database import Base, Db, enter_sandbox, prepare, sandbox_tables
from casework.synthetic.pinned import WORKERS_FILE, load_workers, read_yaml
from casework.synthetic.population import county_rows, make_county
from casework.synthetic.prose import read_pools

Tell = Callable[..., None]
PEOPLE, SEED, STORY_DATE, ROUNDS = 200, 3, date(2026, 11, 10), 3


def generating(folder: Path, tell: Tell) -> None:
    """Both sides in turn, each into a database of its own, to the commit."""
    workers, pools = read_yaml(SEED_DATA / "people" / WORKERS_FILE), read_pools()
    rows = county_rows(PEOPLE, SEED, "bench", STORY_DATE, workers, pools).by_model
    by_table = {model.__tablename__: (model, some) for model, some in rows.items()}
    in_order = [by_table[table.name] for table in sandbox_tables() if table.name in by_table]
    count = sum(len(some) for _, some in in_order)

    def ours(db: Db) -> None:
        make_county(
            db,
            people=PEOPLE,
            seed=SEED,
            sandbox_id="bench",
            story_date=STORY_DATE,
            workers=workers,
            pools=pools,
        )

    def theirs(db: Db) -> None:
        load_workers(workers, db, "bench")
        for model, some in in_order:
            create = _factory_for(model, db).create
            for row in some:
                create(**row)

    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    for n in range(ROUNDS):
        for name, side in (("ours", ours), ("theirs", theirs)):
            times[name].append(_timed(_database(folder / f"{name}-{n}.sqlite"), side))
    mine, plain = median(times["ours"]), median(times["theirs"])
    tell(
        f"factory-boy's create / a county drawn and saved, {count} rows",
        plain / mine,
        "≥ 3",
        plain / mine >= 3,
        plain,
        mine,
    )
    print(f"rows a second: {count / mine:,.0f} drawn and saved, {count / plain:,.0f} by factory-boy's create")


def _factory_for(model: type[Base], db: Db) -> Any:
    class Meta:
        sqlalchemy_session_persistence = "flush"

    Meta.model = model  # type: ignore[attr-defined]
    Meta.sqlalchemy_session = db  # type: ignore[attr-defined]
    return type(f"{model.__name__}Factory", (SQLAlchemyModelFactory,), {"Meta": Meta})


def _database(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    Base.metadata.create_all(engine)
    return engine


def _timed(engine: Engine, side: Callable[[Db], None]) -> float:
    with Db(engine) as db:
        enter_sandbox(db, "bench")
        began = time.perf_counter()
        side(db)
        db.commit()
        took = time.perf_counter() - began
    engine.dispose()
    return took
