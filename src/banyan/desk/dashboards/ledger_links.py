"""Where entries of the ledger lead: an award to its line of a run, an order to its payment."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.desk.funds import references
from banyan.desk.funds.references import About
from banyan.desk.payments.models import PaymentOrder, Recovery
from banyan.desk.records.models import Organization
from banyan.desk.settlement.models import Award


def declare() -> None:
    references.declare("settlement.award", _awards)
    references.declare("payments.paymentorder", _orders)
    references.declare("payments.recovery", _recoveries)


def _names(codes: Collection[str]) -> Mapping[str, str]:
    """The organizations' names, the code itself of one that is here no more."""
    found = dict(Organization.objects.filter(pk__in=codes).values_list("pk", "name"))
    return {code: str(found.get(code, code)) for code in codes}


def _awards(keys: Collection[int]) -> Mapping[int, About]:
    rows = Award.objects.filter(pk__in=keys).values_list(
        "pk", "uscc", "line__run_id", "line__number"
    )
    held = list(rows)
    names = _names({code for _key, code, _run, _line in held})
    return {
        key: About(names[code], reverse("settlement:line", args=[run, line]))
        for key, code, run, line in held
    }


def _orders(keys: Collection[int]) -> Mapping[int, About]:
    rows = PaymentOrder.objects.filter(pk__in=keys).values_list("pk", "uscc", "reference")
    held = list(rows)
    names = _names({code for _key, code, _reference in held})
    return {
        key: About(f"{names[code]} {reference}", reverse("payments:order", args=[reference]))
        for key, code, reference in held
    }


def _recoveries(keys: Collection[int]) -> Mapping[int, About]:
    held = dict(Recovery.objects.filter(pk__in=keys).values_list("pk", "uscc"))
    names = _names(set(held.values()))
    return {
        key: About(
            _("recovery from %(name)s") % {"name": names[code]},
            reverse("payments:recovery", args=[key]),
        )
        for key, code in held.items()
    }
