"""What is wrong with a workflow that can be read, and what is worth a second look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casework.facts import Catalogue
from casework.workflows.checks.asking import check_asking
from casework.workflows.checks.beside import left_out as left_out
from casework.workflows.checks.beside import moved_base as moved_base
from casework.workflows.checks.beside import retired_rates as retired_rates
from casework.workflows.checks.conditions import check_conditions
from casework.workflows.checks.facts import check_facts, check_left_out, check_one_question_a_fact
from casework.workflows.checks.inspection import Inspection
from casework.workflows.checks.references import check_ids, check_steps, check_visits, check_ways
from casework.workflows.checks.satisfiable import check_what_can_be
from casework.workflows.checks.wording import check_wording
from casework.workflows.checks.words import check_words
from casework.workflows.checks.work import check_work
from casework.workflows.definition import Definition, OptionList
from casework.workflows.parsing import Path
from casework.workflows.problems import KINDS, Problem, in_order
from casework.workflows.reader import Keyed


def check(
    definition: Definition,
    *,
    catalogue: Catalogue,
    lists: Mapping[str, OptionList] | None = None,
    workflows: frozenset[str] = frozenset(),
    tree: Keyed | None = None,
    tainted: Sequence[Path] = (),
    stem: str | None = None,
) -> list[Problem]:
    """Every problem of a definition, in the order of the file.

    tree: where everything stands; without it all problems are at line 1. workflows: ids of the workflows there are.
    tainted: paths already complained about, whose values are not judged. stem: the name of the file without ending.
    """
    checked = Inspection(definition, catalogue, lists or {}, workflows, tree, tuple(tainted))
    check_ids(checked, stem)
    check_steps(checked)
    check_visits(checked)
    check_conditions(checked)
    check_facts(checked)
    check_left_out(checked)
    check_words(checked)
    check_one_question_a_fact(checked)
    check_what_can_be(checked)
    check_ways(checked)
    check_work(checked)
    check_asking(checked)
    check_wording(checked)
    return in_order(checked.problems)


@dataclass(frozen=True)
class Summary:
    """How the checks came out, in kinds of check: the errors and things to look at found, and the kinds that passed."""

    errors: int
    to_look_at: int
    passed: int


def summary(problems: Iterable[Problem]) -> Summary:
    """Counts problems, and the kinds of check of which none was found. Notes count as nothing."""
    told = [found for found in problems if found.severity != "note"]
    errors = sum(found.severity == "error" for found in told)
    kinds = [kind for kind in KINDS.values() if kind.severity != "note"]
    return Summary(errors, len(told) - errors, len(kinds) - len({found.code for found in told}))
