"""The lab's closed lists."""

from enum import StrEnum


class SandboxKind(StrEnum):
    """A template is copied and never worked in; a session's or a trial's sandbox is worked in and dropped whole."""

    TEMPLATE = "template"
    SESSION = "session"
    TRIAL = "trial"


class Stage(StrEnum):
    """Where a participant is in her session. Each stage is one page she cannot walk past."""

    CONSENT = "consent"
    ABOUT_YOU = "about-you"
    BRIEFING = "briefing"
    WORKING = "working"
    RATING = "rating"
    QUESTIONNAIRE = "questionnaire"
    THANKS = "thanks"


class TaskKind(StrEnum):
    """A warm-up never counts."""

    WARM_UP = "warm-up"
    TASK = "task"


class RunStatus(StrEnum):
    NOT_STARTED = "not-started"
    RUNNING = "running"
    ENDED = "ended"


class RunEnd(StrEnum):
    """How a run ended: by whom, and what she or the facilitator said of it."""

    SAID_FINISHED = "said-finished"
    SAID_CANNOT = "said-cannot"
    STOPPED = "stopped"
    MOVED_ON = "moved-on"


class AssistKind(StrEnum):
    """How much help was given; any of them means the run was not unaided."""

    PROMPT = "prompt"
    HINT = "hint"
    TOLD_HOW = "told-how"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()


class ObservationKind(StrEnum):
    """What a note taken while watching is about."""

    SAID = "said"
    DID = "did"
    PROBLEM = "problem"
    QUESTION = "question"
    GOOD = "good"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class EventKind(StrEnum):
    """What happened, in the past tense."""

    ROW_OVERRIDDEN = "row_overridden"
    SESSION_JOINED = "session_joined"
    CONSENT_GIVEN = "consent_given"
    CHOICES_CHANGED = "choices_changed"
    ABOUT_YOU_ANSWERED = "about_you_answered"
    RUN_STARTED = "run_started"
    RUN_ENDED = "run_ended"
    RUN_VOIDED = "run_voided"
    RUN_JUDGED = "run_judged"
    RUN_PAUSED = "run_paused"
    RUN_RESUMED = "run_resumed"
    ASSIST_GIVEN = "assist_given"
    HELP_ASKED = "help_asked"
    TASK_RATED = "task_rated"
    COMPREHENSION_ANSWERED = "comprehension_answered"
    QUESTIONNAIRE_ANSWERED = "questionnaire_answered"
    WORDS_STRUCK_OUT = "words_struck_out"
    DELETION_ASKED_FOR = "deletion_asked_for"
    MOVED_ON = "moved_on"
    MOVE_ON_UNDONE = "move_on_undone"
    SESSION_ENDED = "session_ended"
    PAGE_VIEWED = "page_viewed"
    SEARCHED = "searched"
    ANSWER_CHANGED = "answer_changed"
    ERRORS_SHOWN = "errors_shown"
    STEP_STARTED = "step_started"
    STEP_FINISHED = "step_finished"
    STEP_TAKEN = "step_taken"
    STEP_ALLOCATED = "step_allocated"
    STEP_PASSED_ON = "step_passed_on"
    STEP_RETURNED = "step_returned"
    ACTING_STARTED = "acting_started"
    ACTING_STOPPED = "acting_stopped"
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    ACTION_TAKEN = "action_taken"
    FLAG_ANSWERED = "flag_answered"
    STEP_OPENED_AGAIN = "step_opened_again"
    CONCERN_RAISED = "concern_raised"
    CAPACITY_QUESTIONED = "capacity_questioned"
    ANSWER_KEPT = "answer_kept"
    CASE_NOTE_RECORDED = "case_note_recorded"
    CHRONOLOGY_ENTRY_ADDED = "chronology_entry_added"
    CHRONOLOGY_SELECTION_CHANGED = "chronology_selection_changed"
    DOCUMENT_MADE = "document_made"
    WARNING_ADDED = "warning_added"
    WARNING_REVIEWED = "warning_reviewed"
    WARNING_ENDED = "warning_ended"
    FACT_CHANGED = "fact_changed"
    RELATIONSHIP_ADDED = "relationship_added"
    RELATIONSHIP_ENDED = "relationship_ended"
    ACCESS_ASKED_FOR = "access_asked_for"
    SAME_PERSON_DECIDED = "same_person_decided"
    COLLEAGUE_ACTED = "colleague_acted"
    STORY_MOVED = "story_moved"
    DRAFT_KEPT_ASIDE = "draft_kept_aside"
    INTERRUPTION_CAME = "interruption_came"
    INTERRUPTION_TAKEN = "interruption_taken"
    INTERRUPTION_DEALT_WITH = "interruption_dealt_with"
    KEEPING_CHANGED = "keeping_changed"
    CLICKED = "clicked"
    TYPED = "typed"
