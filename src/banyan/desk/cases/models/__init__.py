"""The rows of cases."""

from banyan.desk.cases.models.cases import Case, Help, Move, Stage
from banyan.desk.cases.models.files import CaseFile
from banyan.desk.cases.models.proposals import Closing, Extension
from banyan.desk.cases.models.searching import CaseTerms

__all__ = ["Case", "CaseFile", "CaseTerms", "Closing", "Extension", "Help", "Move", "Stage"]
