"""The lab: studies, who takes part, what they did. None of it lives in a sandbox."""

from casework.lab.models.running import (
    Assist,
    ColleagueLink,
    Event,
    Interruption,
    Observation,
    OnceOnlyKey,
    Pause,
    RecordedFact,
    Session,
    SessionArm,
    StrayPost,
    StrikeOut,
    TaskRun,
)
from casework.lab.models.studies import Arm, ExpertAnswer, Participant, Sandbox, Study, StudyCase, TestTask
from casework.lab.models.trials import ShownLink, Trial, WorkflowComment

__all__ = [
    "Arm",
    "Assist",
    "ColleagueLink",
    "Event",
    "ExpertAnswer",
    "Interruption",
    "Observation",
    "OnceOnlyKey",
    "Participant",
    "Pause",
    "RecordedFact",
    "Sandbox",
    "Session",
    "SessionArm",
    "ShownLink",
    "StrayPost",
    "StrikeOut",
    "Study",
    "StudyCase",
    "TaskRun",
    "TestTask",
    "Trial",
    "WorkflowComment",
]
