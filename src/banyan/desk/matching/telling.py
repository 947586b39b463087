"""What people are told of matches, and what they then have to do: the words, and how it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.matching.models import Match
from banyan.desk.messaging import templates
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations import kinds
from banyan.desk.records.labels import LANGUAGES, word_label
from banyan.desk.records.models import Organization
from banyan.desk.records.speaking import representatives
from banyan.rules.wording import yuan

CONFIRM, REVIEW, TELL = "matching.confirm", "matching.review", "matching.tell"

BETWEEN = {"zh": "、", "en": ", "}


def declare() -> None:
    """Makes the kinds of messages and obligations known."""
    kinds.declare(
        CONFIRM,
        _("Confirm %(measure)s %(year)s of %(organization)s"),
        name=_("Confirm a match"),
        escalates=False,  # silence ends it
    )
    kinds.declare(
        REVIEW,
        _("Look at the match %(measure)s %(year)s of %(organization)s"),
        name=_("Look at a match"),
    )
    kinds.declare(
        TELL,
        _("Tell the enterprises matched in %(year)s"),
        name=_("Tell matched enterprises"),
    )
    templates.declare(
        "matching.told",
        subject=_("%(organization)s is entitled to %(amount)s yuan; confirm until %(until)s"),
        body=_(
            "Without application, for %(year)s: %(measures)s, together %(amount)s yuan. Say until "
            "%(until)s whether you want it, and to which account it is to be paid. After that day "
            "it lapses."
        ),
    )
    templates.declare(
        "matching.reminded",
        subject=_("Still to be confirmed until %(until)s: %(measures)s"),
        body=_(
            "%(organization)s has not answered yet. For %(year)s: %(measures)s, together "
            "%(amount)s yuan. After %(until)s it lapses."
        ),
    )
    templates.declare(
        "matching.lapsed",
        subject=_("Lapsed without an answer: %(measures)s"),
        body=_(
            "%(organization)s did not answer until %(until)s. For %(year)s: %(measures)s, "
            "%(amount)s yuan. It can still be confirmed until the public notice of the year."
        ),
    )
    templates.declare(
        "matching.changed",
        subject=_("Another amount: %(measures)s, %(amount)s yuan"),
        body=_(
            "The records of %(organization)s have changed. For %(year)s, %(measures)s now comes to "
            "%(amount)s yuan; before it was %(before)s yuan."
        ),
    )
    templates.declare(
        "matching.gone",
        subject=_("No longer matched: %(measures)s"),
        body=_(
            "By the records as they are now %(organization)s does not get %(measures)s for "
            "%(year)s. It was %(before)s yuan before."
        ),
    )
    templates.declare(
        "matching.held",
        subject=_("Held back: %(measures)s"),
        body=_(
            "An officer looks again at %(measures)s of %(organization)s for %(year)s; you need not "
            "answer now. The reason: %(reason)s"
        ),
    )


def in_both(measures: Iterable[str]) -> dict[str, str]:
    """The names of measures in each language."""
    codes = list(measures)
    return {
        language: BETWEEN[language].join(word_label("measure", code, language) for code in codes)
        for language in LANGUAGES
    }


def words_of_obligation(match: Match, name: str) -> dict[str, Any]:
    return {"measure": in_both([match.measure]), "year": match.year, "organization": name}


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """What organizations are called."""
    found = Organization.objects.filter(pk__in=set(codes))
    return dict(found.values_list("pk", "name"))


def tell_representatives(
    kind: str, uscc: str, name: str, matches: Sequence[Match], mark: str, **more: Any
) -> None:
    """One message to each who speaks for the organization, about ``matches`` of one year; ``mark``
    says which occasion it is."""
    first = matches[0]
    due = min((match.due_on for match in matches if match.due_on), default=None)
    context = {
        "organization": name,
        "year": first.year,
        "measures": in_both(match.measure for match in matches),
        "amount": yuan(sum(match.amount for match in matches)),
        "until": due.isoformat() if due else "",
        **more,
    }
    tell(
        representatives([uscc])[uscc],
        kind,
        key=f"{kind} {first.pk} {len(matches)} {mark}",
        context=context,
        link=reverse("matching:answer", args=[uscc]),
        organization=uscc,
    )
