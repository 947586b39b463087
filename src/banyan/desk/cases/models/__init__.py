"""The rows of cases."""

from banyan.desk.cases.models.cases import Case, Help, Move, Stage
from banyan.desk.cases.models.examples import Example
from banyan.desk.cases.models.files import CaseFile
from banyan.desk.cases.models.filters import SavedFilter
from banyan.desk.cases.models.imports import CaseImport
from banyan.desk.cases.models.proposals import Closing, Extension
from banyan.desk.cases.models.searching import CaseTerms
from banyan.desk.cases.models.words import MonthWord

__all__ = [
    "Case",
    "CaseFile",
    "CaseImport",
    "CaseTerms",
    "Closing",
    "Example",
    "Extension",
    "Help",
    "MonthWord",
    "Move",
    "SavedFilter",
    "Stage",
]
