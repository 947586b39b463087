"""The letter of an organization's benefits: what is its own, what it is near to, what to do, as a
PDF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.benefits.keeping import Current
from banyan.desk.benefits.page import Near, Page, Yours, page_of
from banyan.desk.benefits.steps import NextStep, gap_in_words, next_steps
from banyan.desk.ui.typesetting import typeset
from banyan.rules.wording import Wording, yuan

BUREAU = "industry"
"""The unit of the notice that the letter comes from."""


def letter(current: Current, language: str, today: date) -> bytes:
    """The PDF, with its fonts inside. ``language`` is ``zh`` or ``en``, and Django's language must
    be the same. The same state of things gives the same bytes on the same day.

    Raises FontsMissingError."""
    at = datetime.combine(today, time.min, get_current_timezone())
    return typeset("banyan.desk.benefits", "letter.typ", letter_of(current, language, today), at)


def letter_of(current: Current, language: str, today: date) -> dict[str, Any]:
    """What the letter says, in words, as its template takes it."""
    assert current.benefits is not None
    page = page_of(current, language)
    wording = Wording(current.pack, language)
    document = current.pack.words["document"]
    steps = next_steps(page, current.benefits.kept["advice"], wording, today)
    return {
        "language": language,
        "region": "CN" if language == "zh" else "GB",
        "bureau": current.pack.units[BUREAU][language],
        "number": _("No. %(number)s") % {"number": number_of(current, today)},
        "date": date_format(today, "Y年n月j日" if language == "zh" else "j F Y"),
        "title": _("What %(year)s holds for you") % {"year": page.year},
        "to": _("To %(name)s (%(uscc)s)")
        % {"name": page.name, "uscc": current.benefits.organization_id},
        "intro": _(
            "Under “%(title)s” (%(number)s), and from the facts on record of your organization, "
            "the following has been computed for %(year)s."
        )
        % {
            "title": document["title"][language],
            "number": document["number"][language],
            "year": page.year,
        },
        "yours": _yours(page),
        "sections": list(_sections(page, steps)),
        "disclaimer": list(_disclaimer(current, page)),
        "page": _("Page {page} of {pages}"),
    }


def number_of(current: Current, today: date) -> str:
    """Follows from who, which year, what was computed, and the day."""
    assert current.benefits is not None
    content = json.dumps(current.benefits.kept, sort_keys=True) + today.isoformat()
    digest = hashlib.sha256(content.encode()).hexdigest()[:8].upper()
    return f"{current.benefits.year}-{current.benefits.organization_id[-10:]}-{digest}"


def _yours(page: Page) -> dict[str, Any]:
    return {
        "title": _("What is yours"),
        "headers": [_("Measure"), _("Articles"), _("Yuan")],
        "rows": [
            {
                "words": one.measure.words,
                "details": list(_details(one)),
                "articles": one.measure.articles[0][0],
                "amount": yuan(one.amount),
            }
            for one in page.yours
            if not one.open
        ],
        "total_label": _("In all"),
        "total": yuan(page.total),
    }


def _details(one: Yours) -> Iterator[str]:
    for line in one.lines:
        if line.label:
            alone = len(one.lines) == 1
            yield (
                line.label if alone else f"{line.label}{pgettext('list', ': ')}{yuan(line.amount)}"
            )
        for step in line.steps:
            yield f"{step['words']} = {step['amount']} ({step['article']})"
        if line.standing:
            yield line.standing
        if line.unverified:
            yield _("Not every record behind it is verified yet.")


def _sections(page: Page, steps: list[NextStep]) -> Iterator[dict[str, Any]]:
    open_ones = [one for one in page.yours if one.open]
    if open_ones:
        items = [
            _item(one.measure.words, [one.competition], _up_to(one.amount)) for one in open_ones
        ]
        yield {"title": _("What depends on others"), "items": items}
    if page.near:
        items = [
            _item(
                f"{one.measure.words} {one.label}".strip(),
                list(_gaps(one)),
                _("at least %(amount)s yuan") % {"amount": yuan(one.would)} if one.would else "",
                page.last_day,
            )
            for one in page.near
        ]
        yield {"title": _("What you are near to"), "items": items}
    others = [step for step in steps if step.kind != "raise"]  # thresholds stand above
    if others:
        items = [_item(step.title, list(step.details), "", step.by) for step in others]
        yield {"title": _("What to do next"), "items": items}


def _gaps(one: Near) -> Iterator[str]:
    yield from map(gap_in_words, one.gaps)
    number, title = one.measure.articles[0]
    yield f"{number} {title}"


def _item(words: str, details: list[str], side: str, by: date | None = None) -> dict[str, Any]:
    day = _("by %(day)s") % {"day": by.isoformat()} if by else ""
    return {"words": words, "details": details, "side": [one for one in (side, day) if one]}


def _up_to(fen: int) -> str:
    return _("up to %(amount)s yuan") % {"amount": yuan(fen)}


def _disclaimer(current: Current, page: Page) -> Iterator[str]:
    assert current.benefits is not None
    yield _(
        "This letter was computed from the records as of %(at)s. It is information, not a "
        "decision, and founds no claim; what is paid follows from verified records, the year's "
        "settlement and the official text."
    ) % {"at": date_format(current.benefits.computed_at, "Y-m-d")}
    if page.contested and current.held.settled_at:
        yield _("Places among others are as of %(at)s and can change.") % {
            "at": date_format(current.held.settled_at, "Y-m-d")
        }
