"""Official documents, their validity, and the versions of their text."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """An official document. ``until`` is the first day on which it no longer holds, empty where it
    says nothing of an end; a document that another repealed ends on the day of the repeal."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("notice")
        AMENDMENT = "amendment", _("amendment")
        RULES = "rules", _("detailed rules")

    number = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.NOTICE)
    issued = models.DateField(null=True, blank=True)
    in_force = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    repealed_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeals"
    )

    class Meta:
        ordering = ["-issued", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(repealed_by__isnull=True) | ~Q(repealed_by=F("id")),
                name="policy_document_not_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(repealed_by__isnull=True) | Q(until__isnull=False),
                name="policy_document_repealed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def last_day(self) -> date | None:
        return None if self.until is None else self.until - timedelta(days=1)

    def holds_on(self, day: date) -> bool:
        return (self.in_force is None or self.in_force <= day) and (
            self.until is None or day < self.until
        )

    @property
    def text(self) -> TextVersion | None:
        """The text as it was imported last."""
        return self.texts.order_by("-version").first()


class TextVersion(models.Model):
    """The text of a document as one import brought it; ``version`` counts from 1. Never changed:
    another import makes another version."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    text = models.TextField()
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["document", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="policy_text_version")
        ]

    def __str__(self) -> str:
        return f"{self.document.number} {self.version}"


class Clause(models.Model):
    """One clause of a text: its article number, its heading with the ``stop`` after it where the
    text goes on in its line, its paragraphs on lines of their own, its responsible units."""

    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    label = models.TextField(blank=True)
    heading = models.TextField(blank=True)
    stop = models.TextField(blank=True)
    text = models.TextField(blank=True)
    responsible = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="policy_clause_number")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def words(self) -> str:
        """All of the clause, the parts on lines of their own."""
        parts = (self.heading + self.stop, self.text, self.responsible)
        return "\n".join(part for part in parts if part)

    @property
    def title(self) -> str:
        """The label and the heading as one line; ``附件 5`` stands apart."""
        space = " " if self.label[-1:].isdigit() and self.heading else ""
        return f"{self.label}{space}{self.heading}"

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n") if self.text else []


class ArticleCheckQuerySet(models.QuerySet["ArticleCheck"]):
    def open(self) -> ArticleCheckQuerySet:
        """Those that nobody has confirmed yet."""
        return self.filter(confirmed_at__isnull=True)


class ArticleCheck(models.Model):
    """An article whose text an import changed: what cites it is *to be checked* until a person has
    compared and says so with a note. ``spans`` are the difference, as pairs of kind (``same``,
    ``added``, ``removed``) and text; ``renumbered_from`` is set where the article had another
    number before."""

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        REMOVED = "removed", _("removed")
        CHANGED = "changed", _("changed")
        RENUMBERED = "renumbered", _("renumbered")

    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="checks")
    article = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    renumbered_from = models.CharField(max_length=20, blank=True)
    spans = models.JSONField(default=list)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    objects = ArticleCheckQuerySet.as_manager()

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            # one number can be that of an article that went and of another that took its number
            models.UniqueConstraint(
                fields=["version", "article", "kind"], name="policy_check_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(note=""), name="policy_check_has_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.kind}"
