"""A post that comes twice is answered once."""

import pytest
from sqlalchemy.exc import IntegrityError

from casework.lab.once_only import SameKeyOtherContent, content_hash, find_reply, keep_reply


def test_the_same_post_again_gets_the_reply_it_had(db, moments):
    posted = content_hash({"text": ["At home."]})
    assert find_reply(db, "key", posted) is None
    keep_reply(db, "key", posted, "/people/rose", moments.after())
    db.commit()
    assert find_reply(db, "key", posted) == "/people/rose"


def test_the_same_key_with_other_content_is_told_and_gives_where_the_first_went(db, moments):
    keep_reply(db, "key", content_hash({"text": ["At home."]}), "/people/rose", moments.after())
    with pytest.raises(SameKeyOtherContent) as told:
        find_reply(db, "key", content_hash({"text": ["Not at home."]}))
    assert told.value.reply == "/people/rose"


def test_a_key_cannot_be_kept_twice(db, moments):
    keep_reply(db, "key", "a", "/", moments.after())
    db.commit()
    db.expunge_all()
    with pytest.raises(IntegrityError):
        keep_reply(db, "key", "a", "/", moments.after())


def test_the_order_of_fields_does_not_make_other_content_but_the_order_of_values_does():
    assert content_hash({"a": ["1"], "b": ["2"]}) == content_hash({"b": ["2"], "a": ["1"]})
    assert content_hash({"a": ["1", "2"]}) != content_hash({"a": ["2", "1"]})
    assert content_hash({"a": ["1"], "b": []}) != content_hash({"a": ["1"]})
