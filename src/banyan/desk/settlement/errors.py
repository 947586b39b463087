"""What opening a notice refuses where money lacks, said so that one knows where."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.records import labels


@dataclass(frozen=True)
class Lack:
    """A budget and the fen that it lacks; ``None`` where there is none of this year for the measure
    and the payer ``county``."""

    year: int
    fund: str
    measure: str
    county: str
    fen: int | None

    @property
    def budget(self) -> str:
        """The budget in words."""
        fund = labels.word_label("fund", self.fund) if self.fund else ""
        measure = labels.word_label("measure", self.measure) if self.measure else ""
        payer = labels.word_label("county", self.county)
        return " · ".join(filter(None, (str(self.year), fund, measure, payer)))


class LackingError(RefusedError):
    """There is no budget, or not enough in it, for what is to be awarded."""

    def __init__(self, lacking: list[Lack]) -> None:
        self.lacking = lacking
        super().__init__(_("There is not enough money for these awards."))
