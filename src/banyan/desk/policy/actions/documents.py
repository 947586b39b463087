"""Texts of documents, their validity, and the word of a person that an article was checked."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy import official_text
from banyan.desk.policy.models import ArticleCheck, Clause, Document, TextVersion

LARGEST_TEXT = 2 * 1024 * 1024
"""Bytes of an official text; the notice has 110,000."""

LONGEST_NUMBER = 20
"""Characters of an article's number."""


@action("policy.import_text")
def import_text(
    actor: Actor,
    content: bytes,
    file_name: str,
    *,
    number: str = "",
    kind: str = Document.Kind.NOTICE,
) -> TextVersion:
    """Reads an official text and keeps it as the next version of its document, which is known by
    the document number that the text gives (or ``number``, where it gives none or another is
    meant). What differs from the version before is *to be checked*; a known document that the text
    repeals ends. Raises RefusedError where the text cannot be read, or is known already."""
    require(actor, Role.ADMINISTRATOR)
    if len(content) > LARGEST_TEXT:
        raise RefusedError(_("The file is larger than an official text can be."), "file")
    parsed = _parsed(content)
    document = _document(parsed, number or parsed.number, kind)
    digest = hashlib.sha256(content).hexdigest()
    before = document.text
    if before is not None and before.sha256 == digest:
        raise RefusedError(_("This text is the one that was imported last."), "file")
    version = TextVersion.objects.create(
        document=document,
        version=1 if before is None else before.version + 1,
        sha256=digest,
        file_name=file_name[:255],
        text=content.decode("utf-8-sig"),
        imported_by=actor.account,
    )
    Clause.objects.bulk_create(
        Clause(
            version=version,
            position=position,
            number=clause.number,
            label=clause.label,
            heading=clause.heading,
            stop=clause.stop,
            text=clause.text,
            responsible=clause.responsible,
        )
        for position, clause in enumerate(parsed.clauses)
    )
    checks = [] if before is None else _checks(version, before, parsed)
    ArticleCheck.objects.bulk_create(checks)
    log(
        version,
        after={
            "document": document.number,
            "version": version.version,
            "sha256": digest,
            "clauses": len(parsed.clauses),
            "to_be_checked": [check.article for check in checks],
        },
    )
    _repeal_cited(actor, document, parsed)
    return version


@action("policy.confirm_article")
def confirm_article(actor: Actor, article: str, note: str) -> None:
    """A person has compared the changed text of the article with what is declared, and says what
    came of it. Raises RefusedError where nothing is to be checked, or the note is missing."""
    require(actor, Role.ADMINISTRATOR)
    if not note.strip():
        raise RefusedError(_("Say what you compared and what came of it."), "note")
    open_checks = list(ArticleCheck.objects.select_for_update().open().filter(article=article))
    if not open_checks:
        raise RefusedError(_("Nothing is to be checked here (any more)."))
    for check in open_checks:
        check.confirmed_by, check.confirmed_at = actor.account, timezone.now()
        check.note = note.strip()[:1000]
        check.save(update_fields=["confirmed_by", "confirmed_at", "note"])
        log(check, after={"article": article, "note": check.note})


@action("policy.repeal")
def repeal(actor: Actor, document: Document, by: Document, on: date) -> None:
    """``by`` repeals ``document``, which holds for the last time on the day before ``on``. Raises
    RefusedError where it has ended before, or would repeal itself."""
    require(actor, Role.ADMINISTRATOR)
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.pk == by.pk:
        raise RefusedError(_("A document cannot repeal itself."), "by")
    if document.repealed_by is not None:
        raise RefusedError(
            _("It has been repealed by %(number)s already.")
            % {"number": document.repealed_by.number}
        )
    if document.until is not None and document.until <= on:
        raise RefusedError(_("It has ended before that day."), "on")
    if document.in_force is not None and on < document.in_force:
        raise RefusedError(_("It was not in force yet on that day."), "on")
    before = {"until": document.until, "repealed_by": None}
    document.until, document.repealed_by = on, by
    document.save(update_fields=["until", "repealed_by"])
    log(document, before=before, after={"until": on, "repealed_by": by.number})


def _parsed(content: bytes) -> official_text.Document:
    if b"\0" in content:
        raise RefusedError(_("The file is no text."), "file")
    try:
        parsed = official_text.parse(content)
    except official_text.OfficialTextError as error:
        place = {"line": error.line, "number": error.number, "earlier": error.earlier}
        messages = {
            "not_utf8": _("Line %(line)s: this is not text in UTF-8."),
            "no_clause": _("No numbered clause was found in the whole text (to line %(line)s)."),
            "number_twice": _(
                "Line %(line)s: article %(number)s appears a second time; it is on line "
                "%(earlier)s already."
            ),
        }
        raise RefusedError(messages[error.kind] % place, "file") from None
    longest = max((clause.number for clause in parsed.clauses), key=len)
    if len(longest) > LONGEST_NUMBER:
        raise RefusedError(_("“%(number)s” is no number of an article.") % {"number": longest})
    return parsed


def normal_number(number: str) -> str:
    """A document number as it is kept: without spaces, the year in ``〔〕``."""
    return re.sub(r"[\[［【(（](\d{4})[\]］】)）]", r"〔\1〕", re.sub(r"\s", "", number))


def _document(parsed: official_text.Document, number: str, kind: str) -> Document:
    """The document of this number, held; made where it is new."""
    number = normal_number(number)
    if not number:
        raise RefusedError(_("The text gives no document number; write it here."), "number")
    said: dict[str, Any] = {
        "title": (parsed.title or parsed.notice_title or number)[:300],
        "kind": kind,
        "issued": parsed.date,
        "in_force": parsed.effective or parsed.date,
        "until": parsed.expires and parsed.expires + timedelta(days=1),
    }
    if len(number) > 100:
        raise RefusedError(_("This is no document number."), "number")
    document, made = Document.objects.select_for_update().get_or_create(
        number=number, defaults=said
    )
    if not made:
        _amend(document, said)
    return document


def _amend(document: Document, said: dict[str, Any]) -> None:
    """What a later version says of its document; a repeal stands."""
    for name in ("title", "in_force", "issued"):
        if said[name] is not None:
            setattr(document, name, said[name])
    if document.repealed_by is None:
        document.until = said["until"]
    document.save()


def _checks(
    version: TextVersion, before: TextVersion, parsed: official_text.Document
) -> list[ArticleCheck]:
    compared = official_text.compare(official_text.parse(before.text), parsed)
    return [
        ArticleCheck(
            version=version,
            article=change.number,
            kind=change.kind,
            renumbered_from=change.before.number
            if change.before is not None and change.kind == "renumbered"
            else "",
            spans=[[span.kind, span.text] for span in change.spans],
        )
        for change in compared.changes
    ]


def _repeal_cited(actor: Actor, document: Document, parsed: official_text.Document) -> None:
    """The known documents that the text repeals, where they still hold."""
    on = document.in_force or timezone.localdate()
    cited = {normal_number(found.number) for found in parsed.repeals} - {document.number}
    holding = models.Q(until__isnull=True) | models.Q(until__gt=on)
    for other in Document.objects.filter(holding, number__in=cited, repealed_by__isnull=True):
        repeal(actor, other, document, on)
