"""The words that come up in cases, month by month: counted by the desk, once a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class MonthWord(models.Model):
    """In how many cases of a month, county (empty: none) and kind a word came up, and in how many
    of the three months ``before``. Of each group those that come up most; ``month`` is its first
    day."""

    month = models.DateField()
    county = models.CharField(max_length=6, blank=True)
    kind = models.CharField(max_length=30)
    word = models.CharField(max_length=10)
    cases = models.PositiveIntegerField()
    before = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["month", "county", "kind", "word"], name="cases_word_once_a_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.word}"
