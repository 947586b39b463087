"""What a finance officer should look at in an account before money goes there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.desk.matching.models import PayeeAccount
from banyan.desk.records.models import Organization

_SHORTEST, _LONGEST = 8, 32
_CARD = re.compile(r"62\d{14,17}|[45]\d{15}")


class Doubt(TextChoices):
    """Something that speaks against an account; none of them decides."""

    NAME = "name", _("holder is not the organization")
    CHARACTERS = "characters", _("characters that no account number has")
    LENGTH = "length", _("unusual length")
    CARD = "card", _("looks like a bank card")
    LUHN = "luhn", _("wrong check digit of a card")
    BRANCH = "branch", _("bank code is not 12 digits")
    SHARED = "shared", _("several organizations have it")
    GONE = "gone", _("no such organization on record")


def passes_luhn(number: str) -> bool:
    """Whether the last digit of a card's number is right."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


def plain_number(number: str) -> str:
    """The number as it is compared: without spaces and hyphens, in plain digits."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number))


def plain_name(name: str) -> str:
    """A name as it is compared: full-width brackets and letters are plain ones, no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def number_doubts(number: str) -> list[Doubt]:
    """What is odd about the number alone."""
    plain = plain_number(number)
    if not re.fullmatch(r"[0-9]+", plain):
        return [Doubt.CHARACTERS]
    doubts = []
    if not _SHORTEST <= len(plain) <= _LONGEST:
        doubts.append(Doubt.LENGTH)
    if _CARD.fullmatch(plain):
        doubts.append(Doubt.CARD)
        if not passes_luhn(plain):
            doubts.append(Doubt.LUHN)
    return doubts


def doubts_of(accounts: Iterable[PayeeAccount]) -> dict[int, list[Doubt]]:
    """What is odd about each account, by its key."""
    accounts = list(accounts)
    names: dict[str, str] = dict(
        Organization.objects.filter(uscc__in={one.uscc for one in accounts}).values_list(
            "uscc", "name"
        )
    )
    shared = set(
        PayeeAccount.objects.filter(
            ended_at__isnull=True, number__in={one.number for one in accounts}
        )
        .order_by()
        .values("number")
        .annotate(of=Count("uscc", distinct=True))
        .filter(of__gt=1)
        .values_list("number", flat=True)
    )
    found: dict[int, list[Doubt]] = {}
    for one in accounts:
        doubts = []
        name = names.get(one.uscc)
        if name is None:
            doubts.append(Doubt.GONE)
        elif plain_name(name) != plain_name(one.holder):
            doubts.append(Doubt.NAME)
        doubts += number_doubts(one.number)
        if one.branch_code and not re.fullmatch(r"\d{12}", one.branch_code):
            doubts.append(Doubt.BRANCH)
        if one.number in shared:
            doubts.append(Doubt.SHARED)
        found[one.pk] = doubts
    return found
