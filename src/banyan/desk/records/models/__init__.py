"""Facts as records, where they come from, and who may speak for an organization."""

from banyan.desk.records.models.facts import FACTS, Fact, Organization, model_of
from banyan.desk.records.models.imports import Import, ImportFault
from banyan.desk.records.models.representation import Claim, Invitation, Representation, Sharing
from banyan.desk.records.models.searching import SearchEntry
from banyan.desk.records.models.sources import Revision, Source, Tag, Upload

__all__ = [
    "FACTS",
    "Claim",
    "Fact",
    "Import",
    "ImportFault",
    "Invitation",
    "Organization",
    "Representation",
    "Revision",
    "SearchEntry",
    "Sharing",
    "Source",
    "Tag",
    "Upload",
    "model_of",
]
