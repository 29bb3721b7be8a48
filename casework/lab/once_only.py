"""Keys that come with posts, so that twenty presses make one answer."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from casework.database import Db
from casework.lab.models import OnceOnlyKey


class SameKeyOtherContent(Exception):
    """A key came again with something else typed. Show it to its author; store nothing."""

    def __init__(self, reply: str) -> None:
        super().__init__("the same once-only key came with other content")
        self.reply = reply
        """The address of the reply to what was stored."""


def content_hash(fields: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 of what was posted: each field's values as they came. The order of fields does not count."""
    canonical = json.dumps({name: list(values) for name, values in fields.items()}, sort_keys=True)
    return sha256(canonical.encode()).hexdigest()


def find_reply(db: Db, key: str, posted_hash: str) -> str | None:
    """The address of the reply this key had, or None when it is new. Raises SameKeyOtherContent."""
    kept = db.get(OnceOnlyKey, key)
    if kept is None:
        return None
    if kept.content_hash != posted_hash:
        raise SameKeyOtherContent(kept.reply)
    return kept.reply


def keep_reply(db: Db, key: str, posted_hash: str, reply: str, at: datetime, *, session_id: str | None = None) -> None:
    """Keep the reply in the transaction of what it is the reply to. session_id: the sitting it was posted in.

    Raises IntegrityError when another request kept one first: roll back, and find_reply again.
    """
    db.add(OnceOnlyKey(key=key, content_hash=posted_hash, reply=reply, at=at, session_id=session_id))
    db.flush()
