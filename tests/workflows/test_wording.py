"""Words put into wording."""

from casework.workflows.wording import fill, words_in


def test_words_are_put_in_as_plain_text() -> None:
    assert fill("What can ((person)) do?", {"person": "<b>Rose</b>"}) == "What can <b>Rose</b> do?"
    assert fill("(( person )) and ((carer))", {"person": "Rose", "carer": "Alan"}) == "Rose and Alan"


def test_a_word_that_is_put_in_is_not_looked_at_again() -> None:
    assert fill("((person))", {"person": "((worker))", "worker": "Jo"}) == "((worker))"


def test_what_is_not_known_yet_is_an_ellipsis() -> None:
    assert fill("About ((carer_name))", {"carer_name": ""}) == "About …"


def test_other_brackets_are_left_alone() -> None:
    assert fill("(maybe) ((Not a word)) (person)", {"person": "Rose"}) == "(maybe) ((Not a word)) (person)"


def test_the_words_asked_for_carry_their_place() -> None:
    assert words_in("Hello ((person)), ((item))") == [("person", 8), ("item", 20)]
