"""What could be paid, and why the rest cannot be yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from banyan.desk.matching.models import Consent, PayeeAccount
from banyan.desk.payments.models import PaymentOrder
from banyan.desk.people.models import Account
from banyan.desk.settlement.models import Award

OPEN_ORDERS = (PaymentOrder.State.PREPARED, PaymentOrder.State.SENT)


class Obstacle(TextChoices):
    """Why a payable award is in no batch."""

    ORDERED = "ordered", _("an order is open")
    NO_CONSENT = "no_consent", _("the enterprise has not agreed yet")
    NO_ACCOUNT = "no_account", _("no account was given")
    UNCHECKED = "unchecked", _("the account is not checked yet")
    REFUSED = "refused", _("the account was refused")
    CEILING = "ceiling", _("above the ceiling of the batch")


@dataclass(frozen=True)
class Choice:
    """What a batch is confined to; ``payer`` is the county of the awards' budgets, ``county`` that
    of the organizations, ``ceiling`` in fen. Empty for any."""

    year: int
    payer: str
    measure: str = ""
    county: str = ""
    ceiling: int | None = None


def unpaid_awards(account: Account | None = None, *, everything: bool = False) -> QuerySet[Any]:
    """Payable awards of which money is unpaid, as far as the account sees them, with ``left``
    (fen), ``present_account`` of the organization, and ``obstacle``, empty for none."""
    seen: QuerySet[Any] = Award.objects.all()
    if not everything:
        seen = Award.objects.visible_to(account)
    present = PayeeAccount.objects.filter(uscc=OuterRef("uscc"), ended_at__isnull=True)
    open_orders = PaymentOrder.objects.filter(award=OuterRef("pk"), state__in=OPEN_ORDERS)
    consents = Consent.objects.filter(
        year=OuterRef("year"), measure=OuterRef("measure"), uscc=OuterRef("uscc")
    )
    states = PayeeAccount.Check
    awards: QuerySet[Any] = (
        seen.filter(state=Award.State.PAYABLE, amount__gt=F("paid") + F("reduced"))
        .annotate(
            left=F("amount") - F("paid") - F("reduced"),
            present_account=Subquery(
                present.values("pk")[:1], output_field=BigIntegerField(null=True)
            ),
            account_state=Subquery(present.values("check_state")[:1]),
        )
        .annotate(
            obstacle=Case(
                When(Exists(open_orders), then=Value(Obstacle.ORDERED.value)),
                When(~Exists(consents), then=Value(Obstacle.NO_CONSENT.value)),
                When(account_state__isnull=True, then=Value(Obstacle.NO_ACCOUNT.value)),
                When(account_state=states.BAD, then=Value(Obstacle.REFUSED.value)),
                When(account_state=states.OPEN, then=Value(Obstacle.UNCHECKED.value)),
                default=Value(""),
                output_field=CharField(),
            )
        )
    )
    return awards


def ready(awards: QuerySet[Any]) -> QuerySet[Any]:
    """Those of ``unpaid_awards`` that nothing holds up, by conditions for which the database need
    not look at every award: few are ready of the many that an approval makes payable."""
    good = PayeeAccount.objects.filter(ended_at__isnull=True, check_state=PayeeAccount.Check.GOOD)
    agreed = Consent.objects.filter(
        year=OuterRef("year"), measure=OuterRef("measure"), uscc=OuterRef("uscc")
    )
    return awards.filter(Exists(agreed), uscc__in=good.values("uscc"), obstacle="")


def chosen(choice: Choice, awards: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The unpaid awards that a batch may be of."""
    awards = unpaid_awards(everything=True) if awards is None else awards
    awards = awards.filter(year=choice.year, budget__county=choice.payer)
    if choice.measure:
        awards = awards.filter(measure=choice.measure)
    if choice.county:
        awards = awards.filter(county=choice.county)
    return awards


def within(ceiling: int | None, awards: list[Any], most: int) -> tuple[list[Any], list[Any]]:
    """Which of the awards, in their order, go into a batch of at most ``most`` orders and
    ``ceiling`` fen; and the rest. One that would exceed the ceiling is passed over."""
    taken: list[Any] = []
    rest: list[Any] = []
    total = 0
    for award in awards:
        fits = ceiling is None or total + award.left <= ceiling
        if fits and len(taken) < most:
            taken.append(award)
            total += award.left
        else:
            rest.append(award)
    return taken, rest


def by_obstacle(awards: QuerySet[Any]) -> dict[str, dict[str, int]]:
    """How many awards and how much money (fen) is ready (``""``) and held up, by obstacle."""
    found = awards.order_by().values("obstacle").annotate(count=Count("pk"), amount=Sum("left"))
    return {one["obstacle"]: {"count": one["count"], "amount": one["amount"]} for one in found}
