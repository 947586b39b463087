"""The rows of cases."""

from banyan.desk.cases.models.cases import Case, Help, Move, Stage
from banyan.desk.cases.models.files import CaseFile

__all__ = ["Case", "CaseFile", "Help", "Move", "Stage"]
