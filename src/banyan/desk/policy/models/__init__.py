"""Documents with their texts, and figures as administrators have changed them."""

from banyan.desk.policy.models.documents import ArticleCheck, Clause, Document, TextVersion
from banyan.desk.policy.models.figures import FigureChange, FigureSimulation, InForce

__all__ = [
    "ArticleCheck",
    "Clause",
    "Document",
    "FigureChange",
    "FigureSimulation",
    "InForce",
    "TextVersion",
]
