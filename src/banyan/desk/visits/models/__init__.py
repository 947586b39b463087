"""Who is responsible for which enterprise, when it is visited, and what came of it."""

from banyan.desk.visits.models.assignments import NEVER, Assignment, HandOver
from banyan.desk.visits.models.visits import Planned, Visit, VisitPhoto, VisitProblem, last_of

__all__ = [
    "NEVER",
    "Assignment",
    "HandOver",
    "Planned",
    "Visit",
    "VisitPhoto",
    "VisitProblem",
    "last_of",
]
