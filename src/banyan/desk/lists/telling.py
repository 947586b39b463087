"""What people are told of lists, and the words of what they have to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.models import Candidacy, Entry, Round
from banyan.desk.messaging import templates
from banyan.desk.messaging.sending import Tidings, tell_each
from banyan.desk.obligations import kinds
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.speaking import representatives


def declare() -> None:
    kinds.declare(
        "lists.decide",
        _("Decide who enters: %(list)s, %(year)s, round %(number)s"),
        name=_("Rounds of lists to be decided"),
    )
    kinds.declare(
        "lists.publish",
        _("Publish as a second person: %(list)s, %(year)s, round %(number)s"),
        name=_("Rounds of lists to be published"),
    )
    kinds.declare(
        "lists.review",
        _("Re-check whether %(organization)s stays: %(list)s"),
        name=_("Re-checks of lists"),
    )
    kinds.declare(
        "lists.change",
        _("Confirm as a second person what becomes of %(organization)s: %(list)s"),
        name=_("Renewals, exits and awards to be confirmed"),
    )
    templates.declare(
        "lists.opened",
        subject=_("%(list)s: proposals are taken until %(day)s"),
        body=_("%(year)s, round %(number)s. Propose in the list, one by one or from Excel."),
    )
    templates.declare(
        "lists.entered",
        subject=_("%(organization)s is in the list: %(list)s"),
        body=_("%(reason)s"),
    )
    templates.declare(
        "lists.refused",
        subject=_("%(organization)s was not taken: %(list)s"),
        body=_("%(reason)s"),
    )
    templates.declare(
        "lists.reviewed",
        subject=_("%(organization)s: the term ends on %(day)s: %(list)s"),
        body=_("It is checked again whether it meets the criteria. The page says what it lacks."),
    )
    templates.declare(
        "lists.renewed",
        subject=_("%(organization)s stays in the list until %(day)s: %(list)s"),
        body=_("%(reason)s"),
    )
    templates.declare(
        "lists.left",
        subject=_("%(organization)s is not in the list any more: %(list)s"),
        body=_("%(reason)s"),
    )
    templates.declare(
        "lists.awarded",
        subject=_("%(organization)s is awarded: %(list)s"),
        body=_("The award is settled with the awards of the year."),
    )


def words_of(round_: Round) -> dict[str, Any]:
    return {
        "list": dict(round_.declared.words),
        "year": round_.year,
        "number": round_.number,
    }


def name_of(of: DeclaredList, tier: str) -> dict[str, str]:
    """The list, or its tier where it has several, in both languages."""
    return dict(of.tiers[tier].words) if tier in of.tiers else dict(of.words)


def entry_words(entry: Entry) -> dict[str, Any]:
    return {
        "list": name_of(entry.declared, entry.tier),
        "organization": entry.organization.name,
    }


def round_opened(round_: Round) -> None:
    """Tells the officers of the counties that they may propose."""
    if Role.COUNTY not in round_.declared.proposes:
        return
    officers = Account.objects.filter(role=Role.COUNTY, is_active=True)
    words = words_of(round_) | {"day": round_.closes_on.isoformat()}
    key = f"lists.opened {round_.pk}"
    tell_each("lists.opened", [Tidings(list(officers), key, words, round_.get_absolute_url())])


def entered(entries: Sequence[Entry]) -> None:
    _tell("lists.entered", entries, lambda one: {"reason": _answer(one)})


def _answer(entry: Entry) -> str:
    return entry.candidacy.answer if entry.candidacy is not None else ""


def refused(candidacies: Sequence[Candidacy]) -> None:
    """Tells those who speak for them, once it is published."""
    speakers = representatives({one.organization_id for one in candidacies})
    tell_each(
        "lists.refused",
        [
            Tidings(
                speakers[one.organization_id],
                f"lists.refused {one.pk}",
                {
                    "list": name_of(one.round.declared, one.tier),
                    "organization": one.organization.name,
                    "reason": one.answer,
                },
                reverse("lists:organization", args=[one.organization_id]),
                one.organization_id,
            )
            for one in candidacies
        ],
    )


def reviewed(entries: Sequence[Entry]) -> None:
    _tell("lists.reviewed", entries, lambda one: {"day": str(one.expires_on)}, once="expires_on")


def renewed(entries: Sequence[Entry], reason: str) -> None:
    _tell(
        "lists.renewed",
        entries,
        lambda one: {"day": str(one.expires_on), "reason": reason},
        once="expires_on",
    )


def left(entries: Sequence[Entry]) -> None:
    _tell("lists.left", entries, lambda one: {"reason": one.why_text or one.get_why_display()})


def awarded(entries: Sequence[Entry]) -> None:
    _tell("lists.awarded", entries, lambda one: {})


def _tell(kind: str, entries: Iterable[Entry], more: Any, once: str = "pk") -> None:
    rows = list(entries)
    speakers = representatives({one.organization_id for one in rows})
    tell_each(
        kind,
        [
            Tidings(
                speakers[one.organization_id],
                f"{kind} {one.pk} {getattr(one, once)}",
                entry_words(one) | more(one),
                one.get_absolute_url(),
                one.organization_id,
            )
            for one in rows
            if speakers[one.organization_id]
        ],
    )
