"""The rows of lists."""

from banyan.desk.lists.models.changes import Change, Publication
from banyan.desk.lists.models.entries import Entry, Step, Why, YearFigures
from banyan.desk.lists.models.imports import ListImport
from banyan.desk.lists.models.rounds import Candidacy, Round, Task
from banyan.desk.lists.models.standing import Evaluation, Standing

__all__ = [
    "Candidacy",
    "Change",
    "Entry",
    "Evaluation",
    "ListImport",
    "Publication",
    "Round",
    "Standing",
    "Step",
    "Task",
    "Why",
    "YearFigures",
]
