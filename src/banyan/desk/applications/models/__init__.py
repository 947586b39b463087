"""Applications: facts proposed with evidence, what becomes of them, and who scores them."""

from banyan.desk.applications.models.applications import Application, Step
from banyan.desk.applications.models.proposals import Evidence, ProposedRow
from banyan.desk.applications.models.scoring import Assignment, Score
from banyan.desk.applications.models.windows import Window

__all__ = ["Application", "Assignment", "Evidence", "ProposedRow", "Score", "Step", "Window"]
