"""How old one must be to read a text with ease, as far as lengths of words and sentences tell.

A prompt and never proof: it knows nothing of meaning, and British place names count like any long word.
"""

import re

_SENTENCE = re.compile(r"[^.!?:\n]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SLOT = re.compile(r"\(\([^)]*\)\)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^aeiouyl]e|(?<=[aeiouy])[lr]e)$")


def words_of(text: str) -> list[str]:
    """The words of a text; what is put in for ((person)) counts as one short word."""
    return _WORD.findall(_SLOT.sub("Ada", text))


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, without silent endings."""
    plain = word.lower().replace("’", "'").split("'")[0]
    found = len(_VOWELS.findall(plain))
    if found > 1 and _SILENT.search(plain):
        found -= 1
    return max(found, 1)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text that have words."""
    return [found.strip() for found in _SENTENCE.findall(_SLOT.sub("Ada", text)) if words_of(found)]


def reading_age(text: str) -> float | None:
    """The age at which a British pupil reads this with ease; None when there are no words.

    Source: Kincaid, Fishburne, Rogers and Chissom (1975), Research Branch Report 8-75: grade = 0.39 words a sentence
    + 11.8 syllables a word - 15.59. A grade is begun at five years and that many.
    """
    words = words_of(text)
    if not words:
        return None
    sentences = len(sentences_of(text))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(grade + 5, 5.0)
