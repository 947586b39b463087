"""What one has to do: ``/todo/``, the card of the home page, the number in the navigation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.obligations import actions, kinds
from banyan.desk.obligations.calendar import unpublished
from banyan.desk.obligations.colours import Colour, Urgency, urgencies, yellow_until
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.scope import ObligationQuerySet
from banyan.desk.people.access import account_of, actor_of, signed_in
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models import Organization
from banyan.desk.ui.navigation import MOST_COUNTED
from banyan.desk.ui.paging import page_of

ON_HOME = 5
OVERSEE = SEE_WHOLE_CITY | {Role.COUNTY}
"""Who may look at what others have to do."""


@dataclass(frozen=True)
class Row:
    one: Obligation
    title: str
    urgency: Urgency
    holder: str
    may_pause: bool

    @property
    def overdue(self) -> int:
        """The working days since it was due."""
        return -self.urgency.left


@signed_in
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """One's own open obligations by deadline; ``whose=all`` everyone's that one sees,
    ``state=paused`` those whose clock stands."""
    account = account_of(request)
    assert account is not None
    overseer = account.role in OVERSEE
    everyone = overseer and request.GET.get("whose") == "all"
    paused = request.GET.get("state") == "paused"
    mine = Obligation.objects.held_by(account)
    of_whom = Obligation.objects.visible_to(account) if everyone else mine
    waiting = of_whom.filter(state=Obligation.State.PAUSED) if paused else of_whom.open()
    found = _filtered(request, waiting)
    page = page_of(
        found.select_related("account", "unit", "not_account"), request.GET, ("due_on", "id")
    )
    rows = _rows(page.rows, account)
    context = {
        "page": page,
        "rows": rows,
        "paused": paused,
        "everyone": everyone,
        "overseer": overseer,
        "paused_count": of_whom.filter(state=Obligation.State.PAUSED).count(),
        "filters": _filters(request, waiting, everyone),
        "kept": {name: request.GET[name] for name in ("whose", "state") if name in request.GET},
        "filtered": any(request.GET.get(name) for name in ("kind", "county", "colour")),
        "unpublished": unpublished(one.due_on.year for one in page.rows),
    }
    return render(request, "obligations/todo.html", context)


def _filtered(request: HttpRequest, found: ObligationQuerySet) -> ObligationQuerySet:
    kind, county, colour = (
        request.GET.get(name, "").replace("\x00", "") for name in ("kind", "county", "colour")
    )
    if kind:
        found = found.filter(kind=kind)
    if county:
        there = Organization.objects.filter(county=county).values("uscc")
        found = found.filter(Q(county=county) | Q(organization__in=there))
    today = timezone.localdate()
    if colour == Colour.RED:
        found = found.filter(due_on__lte=today)
    elif colour == Colour.YELLOW:
        found = found.filter(due_on__gt=today, due_on__lte=yellow_until(today))
    elif colour == Colour.BLUE:
        found = found.filter(due_on__gt=yellow_until(today))
    return found


def _filters(
    request: HttpRequest, waiting: ObligationQuerySet, everyone: bool
) -> list[dict[str, Any]]:
    account = account_of(request)
    assert account is not None
    # Of one's own those kinds that there are; of everyone's that would take long to find out.
    used = kinds.declared_kinds()
    if not everyone:
        used = sorted(waiting.order_by().values_list("kind", flat=True).distinct())
    choices = {
        "kind": (_("What is to be done"), [(kind, kinds.name_of(kind)) for kind in used]),
        "colour": (_("Urgency"), [(one.value, one.label) for one in Colour]),
    }
    if account.role in SEE_WHOLE_CITY:
        language = _language()
        named = [(code, said[language]) for code, said in counties().items()]
        choices["county"] = (_("County"), named)
    return [
        {"name": name, "label": label, "choices": given, "chosen": request.GET.get(name, "")}
        for name, (label, given) in choices.items()
    ]


def _rows(obligations: Sequence[Obligation], account: Account) -> list[Row]:
    held = set(
        Obligation.objects.held_by(account)
        .filter(pk__in=[one.pk for one in obligations])
        .values_list("pk", flat=True)
    )
    pauses = actions.may_pause(account)
    return [
        Row(
            one,
            kinds.title_of(one),
            urgency,
            holder_of(one),
            pauses and kinds.pauses(one.kind) and (one.pk in held or account.role == Role.CITY),
        )
        for one, urgency in zip(obligations, urgencies(obligations), strict=True)
    ]


def holder_of(obligation: Obligation) -> str:
    """Who holds it, in words."""
    if obligation.account is not None:
        return str(obligation.account)
    words = [str(Role(obligation.role).label)] if obligation.role else []
    if obligation.county:
        county = counties().get(obligation.county)
        words.append(county[_language()] if county else obligation.county)
    if obligation.unit is not None:
        words.append(str(obligation.unit))
    return " · ".join(words)


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


@signed_in
@require_POST
def pause(request: HttpRequest, number: int) -> HttpResponse:
    return _change(request, number, "pause")


@signed_in
@require_POST
def resume(request: HttpRequest, number: int) -> HttpResponse:
    return _change(request, number, "resume")


def _change(request: HttpRequest, number: int, what: str) -> HttpResponse:
    seen = Obligation.objects.visible_to(account_of(request))
    one = get_object_or_404(seen, pk=number)
    try:
        if what == "pause":
            actions.pause(actor_of(request), one, request.POST.get("reason", ""))
            messages.success(request, _("The clock of this stands until you resume it."))
        else:
            actions.resume(actor_of(request), one)
            messages.success(request, _("Resumed; the working days that were left are given back."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("obligations:todo")


def waiting(request: HttpRequest) -> int:
    """The number beside the place in the navigation, up to one more than is said. A county's are
    few among all: they are counted whole, by the indexes of the arms; else the first by deadline.
    Without either the database walks past all that is done to the first that are open."""
    account = account_of(request)
    found = Obligation.objects.held_by(account).open()
    if account is not None and account.county:
        return min(found.count(), MOST_COUNTED + 1)
    return found.order_by("due_on", "id")[: MOST_COUNTED + 1].count()


def home_card(request: HttpRequest) -> dict[str, Any] | None:
    """The most urgent of one's obligations; ``None`` where there is none."""
    account = account_of(request)
    if account is None:
        return None
    found = Obligation.objects.held_by(account).open().order_by("due_on", "id")
    first = list(found.select_related("account", "unit")[: ON_HOME + 1])
    if not first:
        return None
    return {"rows": _rows(first[:ON_HOME], account), "more": len(first) > ON_HOME}
