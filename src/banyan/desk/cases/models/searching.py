"""The terms under which a case is found (see ``banyan.desk.cases.search``)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from banyan.desk.cases.models.cases import Case
from banyan.desk.cases.scope import OfCaseQuerySet
from banyan.desk.records.models.searching import TermsField

INDEX = "cases_search_terms"


class CaseTerms(models.Model):
    """``said`` and ``initials`` hold what the terms were made of, in their normal form. The number
    is the case's."""

    case = models.OneToOneField(
        Case,
        primary_key=True,
        db_column="id",
        on_delete=models.CASCADE,
        related_name="search",
    )
    said = models.TextField()
    initials = models.TextField()
    terms = TermsField(index=INDEX)

    objects: ClassVar = OfCaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id}"
