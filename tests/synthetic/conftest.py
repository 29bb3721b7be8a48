"""A database of its own for the fictional county, in memory."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from casework.database import Base, Db, enter_sandbox, prepare
from casework.synthetic.building import Build


@pytest.fixture
def db() -> Iterator[Db]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as handle:
        enter_sandbox(handle, "test")
        yield handle
    engine.dispose()


@pytest.fixture
def build(db: Db) -> Build:
    return Build(db)
