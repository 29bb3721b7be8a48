"""The reader test: what readers found out from what writers left, beside what the writing cost.

What one arm saves whoever writes may be paid by whoever reads. Each reader reads one record of an arm, so that the
readings of an arm are different people's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.database import Db
from casework.findings import charts
from casework.findings.results import Figure, why_not_counted
from casework.findings.tables import Table
from casework.lab.models import Arm, Reader, Reading, Study, TaskRun
from casework.lab.reading import hidden_questions, part_of, readers_of
from casework.lab.study_file import ReaderQuestion
from casework.lab.vocabulary import TaskKind
from casework.statistics import intervals, questionnaires, times
from casework.statistics.present import clock, estimate, half_up, one_decimal

NOT_FOUND = "Said to be not in the record"


@dataclass(frozen=True)
class Read:
    """One record, read to the end. seconds: from opening it to the last answer. right: None while one is to be judged.

    not_found: questions to which the reader said that the record does not have it. why_not: why it counts nowhere.
    writer_seconds: working time of whoever wrote it; None where that is not known.
    """

    reading: Reading
    seconds: float
    right: int | None
    asked: int
    not_found: int
    writer_seconds: float | None
    why_not: str

    @property
    def reader(self) -> str:
        return self.reading.reader.participant.code

    @property
    def writer(self) -> str:
        return self.reading.session_arm.session.participant.code

    @property
    def arm(self) -> Arm:
        return self.reading.session_arm.arm


@dataclass(frozen=True)
class ReaderTest:
    """What the readers of a study found out. figures: to a line, what of each arm. by_question: right of how many."""

    arms: Sequence[Arm]
    readers: Sequence[Reader]
    read: Sequence[Read]
    figures: Sequence[Figure]
    by_question: Sequence[tuple[ReaderQuestion, list[str]]]
    panels: Sequence[charts.Panel]
    unjudged: int

    @property
    def counted(self) -> list[Read]:
        return [one for one in self.read if not one.why_not]


def reader_test(db: Db, study: Study) -> ReaderTest:
    """Every record that was read to the end, and what they come to. Empty before anybody read."""
    part, readers, arms = part_of(study), readers_of(db, study), list(study.arms)
    read = [_read(reading) for reader in readers for reading in reader.readings if reading.ended_at is not None]
    counted = [one for one in read if not one.why_not]
    by_arm = [[one for one in counted if one.arm is arm] for arm in arms]
    questions = list(part.questions) if part else []
    return ReaderTest(
        arms,
        readers,
        read,
        _figures(by_arm),
        [(question, [_right_of(question, readings) for readings in by_arm]) for question in questions],
        _panels(arms, by_arm, len(questions)) if counted else [],
        sum(answer.is_right is None for one in counted for answer in one.reading.answers),
    )


COLUMNS = [
    *("study", "reader", "participant", "arm", "case", "counted", "why_not", "reader_question", "answer", "no_answer"),
    *("right", "answer_seconds", "reading_seconds", "reader_ease", "reader_comment"),
]


def readings_table(db: Db, study: Study) -> Table:
    """A row for each question a reader answered, in the order answered. participant: who had written the record.

    While experts are asked, without the questions about what participants decided.
    """
    hidden = hidden_questions(db, study)
    return COLUMNS, [
        [
            *(study.id, one.reader, one.writer, one.arm.mark, one.reading.session_arm.case.key),
            *(not one.why_not, one.why_not or None, said.question, said.answer),
            "not in the record" if said.answer is None else None,
            said.is_right,
            (said.answered_at - said.asked_at).total_seconds(),
            *(one.seconds, one.reading.ease, one.reading.comment),
        ]
        for one in reader_test(db, study).read
        for said in one.reading.answers
        if said.question not in hidden
    ]


def _read(reading: Reading) -> Read:
    if reading.started_at is None or reading.answered_at is None:
        raise ValueError(f"reading {reading.id} was not read to the end")
    runs = [run for run in reading.session_arm.session.runs if run.session_arm_id == reading.session_arm_id]
    judged = [answer.is_right for answer in reading.answers]
    return Read(
        reading,
        (reading.answered_at - reading.started_at).total_seconds(),
        None if None in judged else sum(bool(each) for each in judged),
        len(judged),
        sum(answer.answer is None for answer in reading.answers),
        _writer_seconds(runs),
        reading.left_out_because or ("" if _counts(runs) else "what was read does not count"),
    )


def _counts(runs: Sequence[TaskRun]) -> bool:
    return any(run.completed_step and why_not_counted(run) is None for run in runs)


def _writer_seconds(runs: Sequence[TaskRun]) -> float | None:
    of_tasks = [run.working_seconds for run in runs if run.task.kind is TaskKind.TASK and why_not_counted(run) is None]
    known = [seconds for seconds in of_tasks if seconds is not None]
    return sum(known) if known and len(known) == len(of_tasks) else None


def _figures(by_arm: Sequence[list[Read]]) -> list[Figure]:
    return [
        Figure("Records read", [str(len(readings)) for readings in by_arm]),
        Figure("Answers right, of those asked", [_share(readings) for readings in by_arm]),
        Figure(NOT_FOUND, [_not_found(readings) for readings in by_arm]),
        Figure(
            "Time to answer all, minutes and seconds", [_times([r.seconds for r in readings]) for readings in by_arm]
        ),
        Figure(
            "Time its writer took, minutes and seconds",
            [_times(list(_written(readings).values())) for readings in by_arm],
        ),
        Figure("Ease of finding out, 1 to 7", [_ease(readings) for readings in by_arm]),
    ]


def _written(readings: Sequence[Read]) -> dict[str, float]:
    """How long each record took to write, once each, by its writer's code."""
    return {one.writer: one.writer_seconds for one in readings if one.writer_seconds is not None}


def _share(readings: Sequence[Read]) -> str:
    """Each reader counts once, however many answers she gave: they are not independent of one another."""
    shares = [100 * one.right / one.asked for one in readings if one.right is not None]
    of_all = intervals.mean(shares, method="mean of readers' shares, t", low=0, high=100)
    return estimate(of_all, shares, lambda value: f"{half_up(value)}%")


def _not_found(readings: Sequence[Read]) -> str:
    asked = sum(one.asked for one in readings)
    return f"{sum(one.not_found for one in readings)} of {asked}" if asked else "none yet"


def _times(seconds: Sequence[float]) -> str:
    return estimate(times.task_time(seconds), seconds, clock)


def _ease(readings: Sequence[Read]) -> str:
    given = [one.reading.ease for one in readings if one.reading.ease is not None]
    return estimate(questionnaires.seq(given), given, one_decimal)


def _right_of(question: ReaderQuestion, readings: Sequence[Read]) -> str:
    judged = [
        answer.is_right
        for one in readings
        for answer in one.reading.answers
        if answer.question == question.id and answer.is_right is not None
    ]
    return f"{sum(judged)} of {len(judged)}" if judged else "–"


def _panels(arms: Sequence[Arm], by_arm: Sequence[list[Read]], asked: int) -> list[charts.Panel]:
    seconds = [one.seconds for readings in by_arm for one in readings]
    wrote = [_written(readings) for readings in by_arm]
    axis = charts.minutes([*seconds, *(each for by in wrote for each in by.values())])
    right = [{one.reader: float(one.right) for one in readings if one.right is not None} for readings in by_arm]
    read = [{one.reader: one.seconds for one in readings} for readings in by_arm]
    return [
        charts.placed(
            f"Answers right, of {asked}",
            [
                charts.Side(arm.mark, values, intervals.mean(list(values.values()), method="t", low=0, high=asked))
                for arm, values in zip(arms, right, strict=True)
            ],
            charts.right_of(asked),
            joined=True,
        ),
        *(
            charts.placed(
                title,
                [
                    charts.Side(arm.mark, values, times.task_time(list(values.values())))
                    for arm, values in zip(arms, by, strict=True)
                ],
                axis,
                joined=title.startswith("Reading"),
            )
            for title, by in (("Reading, minutes", read), ("Writing, minutes", wrote))
        ),
    ]
