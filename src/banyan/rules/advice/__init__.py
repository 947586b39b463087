"""Which of several measures a project should elect, so that its organization gets most.

The truth is the engine's: an assignment is worth what a settlement with these elections pays. A
few thousand assignments are settled one and all; more are searched on a model of what the engine
does, whose answer the engine confirms.
"""

from banyan.rules.advice.advising import SECONDS, advise
from banyan.rules.advice.decisions import Fixed, Why
from banyan.rules.advice.result import (
    Action,
    Advice,
    Method,
    Option,
    Outcome,
    ProjectAdvice,
    Proof,
)

__all__ = [
    "SECONDS",
    "Action",
    "Advice",
    "Fixed",
    "Method",
    "Option",
    "Outcome",
    "ProjectAdvice",
    "Proof",
    "Why",
    "advise",
]
