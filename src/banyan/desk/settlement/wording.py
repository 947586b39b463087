"""What lines say, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.records import labels
from banyan.desk.settlement.exceptions import LABELS, PROVISIONAL
from banyan.desk.settlement.models import Line, Run

_COLOURS = {"granted": "green", "ineligible": "secondary", Line.GONE: "red"}


def status_words(status: str) -> str:
    if status == Line.GONE:
        return _("no line any more")
    return labels.wording().word("statuses", status)


def status_colour(status: str) -> str:
    return _COLOURS.get(status, "orange")


def reason_words(line: Line) -> list[str]:
    """Why the line is not granted, or what changed its amount."""
    group = "measures" if line.status == "superseded" else "reasons"
    return [labels.wording().word(group, one) for one in line.reasons.split(";") if one]


def marks_of(line: Line, run: Run) -> list[Any]:
    """What is to be looked at, in words; a place does not move any more once the run is final."""
    final = run.state == Run.State.APPROVED
    return [
        LABELS[mark]
        for mark in line.exceptions.split(";")
        if mark and not (final and mark == PROVISIONAL)
    ]
