"""The tables of projects."""

from banyan.desk.projects.models.around import Blocked, Coordination, ProjectFile
from banyan.desk.projects.models.progress import Expected, PlanMonth, Report, YearInvestment
from banyan.desk.projects.models.projects import Listing, Project, Transition

__all__ = [
    "Blocked",
    "Coordination",
    "Expected",
    "Listing",
    "PlanMonth",
    "Project",
    "ProjectFile",
    "Report",
    "Transition",
    "YearInvestment",
]
