"""What opening a notice refuses where money lacks, said so that one knows where."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from banyan.desk.policy.errors import RefusedError


@dataclass(frozen=True)
class Lack:
    """A budget, in words, and the fen that it lacks; ``None`` where there is no such budget."""

    budget: str
    fen: int | None


class LackingError(RefusedError):
    """There is no budget, or not enough in it, for what is to be awarded."""

    def __init__(self, lacking: list[Lack]) -> None:
        self.lacking = lacking
        super().__init__(_("There is not enough money for these awards."))
