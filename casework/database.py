"""Where everything is kept: base classes, column types, sandbox keys, and the filter nobody can forget.

A sandbox is a private copy of the fictional county. Every table of the record has the primary key
(sandbox_id, id), every foreign key between them carries sandbox_id, and every ORM query is filtered
by the sandbox in the session's `info`. With no sandbox set, nothing is found.
"""

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    DateTime,
    Engine,
    Enum,
    ForeignKeyConstraint,
    Index,
    Insert,
    MetaData,
    String,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    event,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Relationship,
    Session,
    mapped_column,
    registry,
    relationship,
    with_loader_criteria,
)
from sqlalchemy.types import TypeDecorator

Db = Session
"""The database handle. "Session" alone is a participant's sitting."""

SANDBOX = "sandbox"

A_WAIT = 5000
"""Milliseconds that a connection waits for another's lock."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python whichever database keeps it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment must say its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _codes(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """What every table derives from."""

    # Both are in the registry, where Flask-SQLAlchemy's own base class can share them.
    registry = registry(
        metadata=MetaData(
            naming_convention={
                # With column_0_name, two composite keys of one table would get the same name.
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Moment,
            StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=_codes),
            dict[str, Any]: JSON,
            list[Any]: JSON,
            list[str]: JSON,
        },
    )


def new_id() -> str:
    """A fresh id for a row: sixteen characters nobody can guess."""
    return secrets.token_hex(8)


class InSandbox:
    """A row of the record: it belongs to one sandbox, and its id is the same in every sandbox it is copied to."""

    sandbox_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)


class AppendOnly:
    """A row that is never changed or deleted through `db`. Correct by adding another."""


def same_sandbox(column: str, table: str) -> tuple[ForeignKeyConstraint, Index]:
    """A key to another row of the same sandbox, with the index that makes dropping a sandbox quick.

    Unpack into `__table_args__`.
    """
    return (
        ForeignKeyConstraint(["sandbox_id", column], [f"{table}.sandbox_id", f"{table}.id"]),
        Index(None, "sandbox_id", column),
    )


def one(child: str, column: str, parent: str, **options: Any) -> Relationship[Any]:
    """Many to one inside a sandbox, also from a table to itself. Only `column` is ever written."""
    return relationship(
        primaryjoin=(
            f"and_(remote({parent}.sandbox_id)=={child}.sandbox_id, remote({parent}.id)==foreign({child}.{column}))"
        ),
        **options,
    )


def many(parent: str, child: str, column: str, **options: Any) -> Relationship[Any]:
    """One to many inside a sandbox."""
    return relationship(
        primaryjoin=(
            f"and_({parent}.sandbox_id==remote({child}.sandbox_id), {parent}.id==remote(foreign({child}.{column})))"
        ),
        **options,
    )


# --- which sandbox -----------------------------------------------------------------------------


def enter_sandbox(db: Db, sandbox_id: str) -> None:
    """Every query and every new record row of this handle is in `sandbox_id` from now on."""
    if db.info.get(SANDBOX) not in (None, sandbox_id):
        db.flush()
        db.expunge_all()
    db.info[SANDBOX] = sandbox_id


def leave_sandbox(db: Db) -> None:
    """No record row is found or made through this handle until a sandbox is entered."""
    db.info.pop(SANDBOX, None)


def current_sandbox(db: Db) -> str | None:
    """The sandbox this handle is in, if any."""
    found: str | None = db.info.get(SANDBOX)
    return found


@event.listens_for(Session, "do_orm_execute")
def _only_this_sandbox(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and any(issubclass(m.class_, AppendOnly) for m in state.all_mappers):
        raise ValueError("these rows are only added to: correct one by adding another")
    sandbox_id = state.session.info.get(SANDBOX, "")
    state.statement = state.statement.options(
        with_loader_criteria(InSandbox, lambda row: row.sandbox_id == sandbox_id, include_aliases=True)
    )


@event.listens_for(Session, "before_flush")
def _stamp_and_protect(db: Session, context: object, instances: object) -> None:
    sandbox_id = db.info.get(SANDBOX)
    for row in db.new:
        if isinstance(row, InSandbox):
            if sandbox_id is None:
                raise ValueError(f"{type(row).__name__} cannot be kept: no sandbox was entered")
            if row.sandbox_id not in (None, sandbox_id):
                raise ValueError(f"{type(row).__name__} belongs to another sandbox")
            row.sandbox_id = sandbox_id
    for row in db.deleted:
        if isinstance(row, AppendOnly):
            raise ValueError(f"{type(row).__name__} is only added to")
    for row in db.dirty:
        if isinstance(row, AppendOnly) and db.is_modified(row):
            raise ValueError(f"{type(row).__name__} is only added to")


def sandbox_tables() -> list[Table]:
    """Every table of the record, parents before children."""
    return [table for table in Base.metadata.sorted_tables if "sandbox_id" in table.primary_key.columns]


def copy_sandbox(db: Db, template: str, into: str, *, onto_others: bool = False) -> None:
    """Copy every row of one sandbox into another, one INSERT … SELECT a table.

    onto_others: leave out rows that `into` already has by the same id (templates share teams and workers).
    """
    for statement in _copying(onto_others):
        db.execute(statement, {"template": template, "into": into})


@cache
def _copying(onto_others: bool) -> list[Insert]:
    """The statements that copy a sandbox, made once: making them takes longer than running them on a small one."""
    statements = []
    template, into = bindparam("template", type_=String(64)), bindparam("into", type_=String(64))
    for table in sandbox_tables():
        columns = [column.name for column in table.columns]
        wanted = table.c.sandbox_id == template
        if onto_others:
            there = table.alias()
            wanted = and_(wanted, ~exists().where(there.c.sandbox_id == into, there.c.id == table.c.id))
        source = select(*(into.label(name) if name == "sandbox_id" else table.c[name] for name in columns)).where(
            wanted
        )
        statements.append(insert(table).from_select(columns, source))
    return statements


def drop_sandbox(db: Db, sandbox_id: str) -> None:
    """Delete every row of one sandbox, children before parents."""
    for table in reversed(sandbox_tables()):
        db.execute(delete(table).where(table.c.sandbox_id == sandbox_id))


def insert_rows(db: Db, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add many rows at once, each with its own sandbox_id and id; for making templates."""
    rows = list(rows)
    if rows:
        db.execute(insert(Base.metadata.tables[model.__tablename__]), rows)


# --- striking out ------------------------------------------------------------------------------


def words_in(db: Db, table: Table, where: ColumnElement[bool]) -> Iterator[str]:
    """Every text in the rows, also inside JSON; keys and ids are left out."""
    columns = _wordy(table)
    if columns:
        for row in db.execute(select(*columns).where(where)):
            for value in row:
                yield from _strings(value)


def replace_words(db: Db, table: Table, where: ColumnElement[bool], old: str, new: str) -> int:
    """Put other words into the texts of rows, also of those that are otherwise only added to; how many texts changed.

    For striking out alone: what should never have been typed is the one thing that is not corrected by adding.
    """
    columns, keys = _wordy(table), list(table.primary_key.columns)
    if not columns:
        return 0
    changed = 0
    for row in db.execute(select(*keys, *columns).where(where)).all():
        values = row[len(keys) :]
        found = {c.name: sum(old in text for text in _strings(v)) for c, v in zip(columns, values, strict=True)}
        after = {c.name: _replaced(value, old, new) for c, value in zip(columns, values, strict=True) if found[c.name]}
        if after:
            this = and_(*(key == value for key, value in zip(keys, row, strict=False)))
            db.execute(update(table).where(this).values(**after))
            changed += sum(found.values())
    return changed


def _wordy(table: Table) -> list[Column[Any]]:
    """The columns in which people's words may stand."""
    keys = {column.name for column in table.primary_key.columns} | {
        element.parent.name for constraint in table.foreign_key_constraints for element in constraint.elements
    }
    return [c for c in table.columns if c.name not in keys and isinstance(c.type, String | JSON)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, Mapping):
        return {name: _replaced(one, old, new) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, old, new) for one in value]
    return value


# --- erasing -----------------------------------------------------------------------------------


def erase_rows(db: Db, model: type[Base], where: ColumnElement[bool]) -> int:
    """Delete rows, also of those that are otherwise only added to; how many went. For withdrawal alone."""
    table = Base.metadata.tables[model.__tablename__]
    # A count of its own: not every driver says how many rows a DELETE took.
    count = db.scalar(select(func.count()).select_from(table).where(where)) or 0
    if count:
        # On the connection: through the handle, rows that are only added to refuse to go.
        db.connection().execute(delete(table).where(where))
    return count


def blank_words(
    db: Db, model: type[Base], where: ColumnElement[bool], blanked: Callable[[str, Any], Any], *, do: bool = True
) -> int:
    """Put what `blanked` makes of each column's name and value into the rows, also of those otherwise only added to.

    How many rows change; nothing does with do=False. For withdrawal alone.
    """
    table = Base.metadata.tables[model.__tablename__]
    columns, keys = _wordy(table), list(table.primary_key.columns)
    changed = 0
    for row in db.execute(select(*keys, *columns).where(where)).all():
        before = dict(zip((column.name for column in columns), row[len(keys) :], strict=True))
        after = {name: blanked(name, value) for name, value in before.items()}
        after = {name: value for name, value in after.items() if value != before[name]}
        changed += bool(after)
        if after and do:
            this = and_(*(key == value for key, value in zip(keys, row, strict=False)))
            db.execute(update(table).where(this).values(**after))
    return changed


def words_elsewhere(db: Db, searched: Collection[str]) -> set[str]:
    """Those of the words that stand in a row of any table; for copies that a search of SQLite's files still found."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        columns, left = _wordy(table), sorted(set(searched) - found)
        if not columns or not left:
            continue
        holding = [func.max(or_(*(_holds(column, words) for column in columns))) for words in left]
        row = db.execute(select(*holding).select_from(table)).one()
        found.update(words for words, is_there in zip(left, row, strict=True) if is_there)
    return found


def _holds(column: Column[Any], words: str) -> ColumnElement[bool]:
    """Whether a column holds the words: as they are, or as JSON writes them. By the database, which is quick at it."""
    as_json = json.dumps(words)[1:-1]
    return func.instr(cast(column, Text), as_json if isinstance(column.type, JSON) else words) > 0


# --- engines -----------------------------------------------------------------------------------


def prepare(engine: Engine) -> None:
    """What every connection needs: durable, checked and erasing SQLite, and transactions that ask first.

    Read-then-write transactions fail at once on SQLite whatever the busy timeout, so a writer says
    `ask_to_write(db)` before anything else.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={A_WAIT}",
            "secure_delete=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN " + connection.get_execution_options().get("sqlite_begin", "DEFERRED"))


def ask_to_write(db: Db) -> None:
    """Begin this handle's transaction as a writer. Call before the first query of a POST or a command."""
    db.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
