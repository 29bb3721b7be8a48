"""The lab: studies, who takes part, what they did. None of it lives in a sandbox."""

from casework.lab.models.running import (
    Assist,
    Event,
    Observation,
    OnceOnlyKey,
    Pause,
    RecordedFact,
    Session,
    SessionArm,
    StrayPost,
    TaskRun,
)
from casework.lab.models.studies import Arm, ExpertAnswer, Participant, Sandbox, Study, StudyCase, TestTask
from casework.lab.models.trials import ShownLink, Trial, WorkflowComment

__all__ = [
    "Arm",
    "Assist",
    "Event",
    "ExpertAnswer",
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
    "Study",
    "StudyCase",
    "TaskRun",
    "TestTask",
    "Trial",
    "WorkflowComment",
]
