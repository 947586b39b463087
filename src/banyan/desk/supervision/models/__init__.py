"""Urging letters, accountability, scoreboards and bulletins, the monthly reconciliation."""

from banyan.desk.supervision.models.accountability import Accountability, Ground, Revocation
from banyan.desk.supervision.models.letters import Letter, LetterFile, Thing
from banyan.desk.supervision.models.papers import Paper, PaperFile, PaperSeries
from banyan.desk.supervision.models.reconciliations import (
    Difference,
    Reconciliation,
    Row,
    Signature,
)
from banyan.desk.supervision.models.reports import Report

__all__ = [
    "Accountability",
    "Difference",
    "Ground",
    "Letter",
    "LetterFile",
    "Paper",
    "PaperFile",
    "PaperSeries",
    "Reconciliation",
    "Report",
    "Revocation",
    "Row",
    "Signature",
    "Thing",
]
