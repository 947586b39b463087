"""Facts as records, where they come from, and who may speak for an organization."""

from banyan.desk.records.models.facts import FACTS, Fact, Organization, model_of
from banyan.desk.records.models.representation import Claim, Invitation, Representation, Sharing
from banyan.desk.records.models.sources import Revision, Source, Tag, Upload

__all__ = [
    "FACTS",
    "Claim",
    "Fact",
    "Invitation",
    "Organization",
    "Representation",
    "Revision",
    "Sharing",
    "Source",
    "Tag",
    "Upload",
    "model_of",
]
