"""Every change of documents and figures."""

from banyan.desk.policy.actions.documents import confirm_article, import_text, repeal
from banyan.desk.policy.actions.figures import (
    confirm_figure,
    propose_figure,
    record_simulation,
    refuse_figure,
    simulate_figure,
    withdraw_figure,
)

__all__ = [
    "confirm_article",
    "confirm_figure",
    "import_text",
    "propose_figure",
    "record_simulation",
    "refuse_figure",
    "repeal",
    "simulate_figure",
    "withdraw_figure",
]
