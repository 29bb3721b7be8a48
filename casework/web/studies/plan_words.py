"""A plan in words: its design, how success is recognised, and what a claim rests on."""

from collections.abc import Sequence

from casework.lab.study_file import ClaimPart, QuestionnairePart, StudyFile, TaskPart
from casework.records.facts import CATALOGUE
from casework.statistics.present import half_up, whole_percent

QUESTIONNAIRES = {
    "sus": "System Usability Scale (SUS), ten statements",
    "umux_lite": "UMUX-Lite, two statements",
    "raw_tlx": "Raw NASA-TLX, six kinds of workload",
}

MEASURES = {
    "completion": "Finished without help",
    "correct": "Decisions equal to the experts’",
    "time": "Working time",
    "sus": "SUS score",
    "ease": "How easy the task was (1 to 7)",
}

MODES = {
    "moderated": "A facilitator leads each session",
    "unmoderated": "Everybody works alone, at their own pace",
}


def listed(words: Sequence[str], last: str = "and") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def design(file: StudyFile) -> str:
    """Who works in what."""
    arms, cases = len(file.arms), len(file.cases)
    people = f" {file.people} people." if file.people else ""
    if file.design == "single":
        same = "the same case" if cases == 1 else f"one of {cases} cases"
        return f"Everyone works in the one arm, with {same}.{people}"
    if file.design == "between":
        same = "on the same case" if cases == 1 else f"on one of {cases} cases"
        return f"Each person works in one of {arms} arms, {same}.{people}"
    every = "both" if arms == 2 else f"all {arms}"
    return f"Everyone works in {every} arms, each with another of {cases} matched cases.{people}"


def success(task: TaskPart) -> list[str]:
    """How success at a task is recognised, each part a sentence."""
    rule, told = task.success, []
    if task.finishes:
        told.append("The step that completes it is finished.")
    if rule and rule.when:
        told.append(f"What is recorded meets: {rule.when}")
    if rule and rule.expert:
        facts = [CATALOGUE[fact].label.lower() if fact in CATALOGUE else fact for fact in rule.expert]
        told.append(f"It equals what experts decided, or accept: {listed(facts)}.")
    if rule and rule.judged:
        told.append(f"The facilitator judges: {rule.judged}")
    if task.first_click:
        told.append(f"Right first presses: {listed([f'“{text}”' for text in task.first_click.right], 'or')}.")
    if task.comprehension:
        many = len(task.comprehension)
        told.append(f"With the screen hidden, {many} {'question' if many == 1 else 'questions'} about what was read.")
    return told or ["Whoever takes part says that it is finished."]


def questionnaires(file: StudyFile) -> list[str]:
    """What is asked after each arm."""
    return [_questionnaire(each) for each in file.questionnaires]


def _questionnaire(each: str | QuestionnairePart) -> str:
    if isinstance(each, str):
        return QUESTIONNAIRES[each]
    many = len(each.questions)
    return f"{each.title}, {many} {'question' if many == 1 else 'questions'} of our own"


def value(claim: ClaimPart, number: float) -> str:
    """A number of a claim in its unit."""
    if claim.measure in ("completion", "correct"):
        return whole_percent(number)
    if claim.measure == "time":
        return f"{half_up(number, 0 if number == int(number) else 1)} minutes"
    return half_up(number, 0 if number == int(number) else 1)


def people(file: StudyFile, number: int) -> str:
    """So many people, and where: "22 people in both arms", "22 people in each arm"."""
    return f"{number} people in {'both arms' if file.design == 'crossed' else 'each arm'}"


def scope(file: StudyFile, claim: ClaimPart) -> str:
    if claim.generalises == "cases like these":
        return "The claim is to hold for cases like these: cases are a sample too (min F′)."
    case = "this case" if len(file.cases) == 1 else f"these {len(file.cases)} cases"
    return f"The claim is about {case} alone."
