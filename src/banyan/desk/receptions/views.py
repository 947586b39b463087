"""Reception days: announced, booked, held, and how regular they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.receptions import actions
from banyan.desk.receptions.charts import by_county
from banyan.desk.receptions.forms import AnnounceForm, BookForm, RecordForm
from banyan.desk.receptions.models import READERS, Booking, ReceptionDay
from banyan.desk.receptions.regularity import coverage
from banyan.desk.records.labels import word_label
from banyan.desk.records.models import Organization
from banyan.desk.ui.paging import page_of

_OFFICERS = (Role.COUNTY, Role.CITY)
A_PAGE = 20


@access.roles(*READERS)
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """What is to come, with how many slots are free, and what has been."""
    account = access.account_of(request)
    seen = ReceptionDay.objects.visible_to(account)
    today = timezone.localdate()
    coming = seen.filter(date__gte=today, cancelled_at__isnull=True).order_by("date", "pk")
    slots = Count(
        "bookings", filter=Q(bookings__number__isnull=False) & ~Q(bookings__state="cancelled")
    )
    taken = dict(coming.annotate(taken=slots).values_list("pk", "taken"))
    page = page_of(seen.filter(date__lt=today), request.GET, ("-date", "-id"), A_PAGE)
    return render(
        request,
        "receptions/days.html",
        {
            "coming": [_shown(one) | {"free": max(0, one.slots - taken[one.pk])} for one in coming],
            "page": page,
            "past": [_shown(one) for one in page.rows],
            "officer": account is not None and account.role in _OFFICERS,
            "watches": account is not None and account.role != Role.ENTERPRISE,
        },
    )


@access.roles(*_OFFICERS)
def announce(request: HttpRequest) -> HttpResponse:
    """The form of a new day."""
    form = AnnounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.announce(access.actor_of(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Announced: enterprises can book now."))
            return redirect(made)
    status = 422 if form.errors else 200
    return render(request, "receptions/announce.html", {"form": form}, status=status)


@access.roles(*READERS)
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """One day: who comes when about what, to whom may know it; a slot to book."""
    return _day(request, pk)


@access.roles(Role.ENTERPRISE, *_OFFICERS)
@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Books a slot."""
    account = access.account_of(request)
    found = get_object_or_404(ReceptionDay.objects.visible_to(account), pk=pk)
    form = _book_form(found, account, request.POST)
    if not form.is_valid():
        return _day(request, pk, form)
    given = dict(form.cleaned_data)
    seen = Organization.objects.visible_to(account)
    organization = seen.filter(pk=given.pop("organization").strip().upper()).first()
    if organization is None:
        form.add_error("organization", _("There is no organization with this credit code."))
        return _day(request, pk, form)
    try:
        booking = actions.book(access.actor_of(request), found, organization, **given)
    except RefusedError as error:
        form = _book_form(found, account, request.POST)
        form.add_error(error.field or None, str(error))
        return _day(request, pk, form)
    if booking.number is None:
        messages.info(request, _("All slots are taken: you are told when one becomes free."))
    else:
        time = booking.time.strftime("%H:%M")
        messages.success(request, _("Booked for %(time)s.") % {"time": time})
    return redirect(found)


@access.roles(*_OFFICERS)
@require_POST
def cancel_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls the day off."""
    found = get_object_or_404(ReceptionDay.objects.visible_to(access.account_of(request)), pk=pk)
    try:
        actions.cancel_day(access.actor_of(request), found, request.POST.get("reason", ""))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Called off; whoever booked has been told."))
    return redirect(found)


@access.roles(Role.ENTERPRISE, *_OFFICERS)
def booking(request: HttpRequest, pk: int) -> HttpResponse:
    """One booking: given back by the enterprise; heard by the officers, who write down what was
    answered or put it into the ledger."""
    account = access.account_of(request)
    seen = Booking.objects.visible_to(account).select_related("day", "organization", "case")
    found = get_object_or_404(seen, pk=pk)
    form = RecordForm(request.POST if request.POST.get("done") == "record" else None)
    status = 200
    if request.method == "POST":
        try:
            if _done(request, found, form):
                return redirect(found.day)
        except RefusedError as error:
            form.add_error(None, str(error)) if form.is_bound else messages.error(
                request, str(error)
            )
        status = 422
    held = actions.is_held_by(account, found.day)
    come = found.day.date <= timezone.localdate()
    context = {
        "booking": found,
        "form": form,
        "hears": held and come and found.waits and found.day.cancelled_at is None,
    }
    return render(request, "receptions/booking.html", context, status=status)


def _done(request: HttpRequest, found: Booking, form: RecordForm) -> bool:
    """Does what the button says; whether it is done."""
    actor = access.actor_of(request)
    match request.POST.get("done"):
        case "cancel":
            actions.cancel_booking(actor, found)
            messages.success(request, _("The slot has been given back."))
        case "answer":
            actions.answer(actor, found, request.POST.get("answer", ""))
        case "miss":
            actions.miss(actor, found)
        case "record":
            if not form.is_valid():
                return False
            case = actions.record(actor, found, **form.cleaned_data)
            said = {"reference": case.reference}
            messages.success(request, _("In the ledger as %(reference)s.") % said)
        case _other:
            raise Http404
    return True


@access.roles(Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR)
@require_safe
def regularity(request: HttpRequest) -> HttpResponse:
    """How many days each county held, month by month."""
    account = access.account_of(request)
    asked = request.GET.get("year", "")
    this = timezone.localdate().year
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this
    year = min(max(year, this - 10), this + 1)
    months = [date(year, month, 1) for month in range(1, 13)]
    found = coverage(account, months)
    rows = [(_county(county), held) for county, held in found.items()]
    return render(
        request,
        "receptions/regularity.html",
        {
            "year": year,
            "months": months,
            "rows": rows,
            "chart": by_county(rows),
            "today": timezone.localdate().replace(day=1),
            "earlier": year - 1,
            "later": year + 1 if year < this else None,
        },
    )


def _day(request: HttpRequest, pk: int, form: BookForm | None = None) -> HttpResponse:
    account = access.account_of(request)
    found = get_object_or_404(ReceptionDay.objects.visible_to(account), pk=pk)
    seen = Booking.objects.visible_to(account).filter(day=found)
    bookings = list(seen.exclude(state="cancelled").select_related("day", "organization", "case"))
    open_to_all = found.cancelled_at is None and found.date >= timezone.localdate()
    books = open_to_all and account is not None and account.role in (Role.ENTERPRISE, *_OFFICERS)
    enterprise = account is not None and account.role == Role.ENTERPRISE
    if form is None and books and not (enterprise and _all_booked(account, bookings)):
        form = _book_form(found, account)
    return render(
        request,
        "receptions/day.html",
        {
            **_shown(found),
            "free": len(actions.free_numbers(found)),
            "bookings": [one for one in bookings if one.number],
            "queue": [one for one in bookings if not one.number],
            "form": form,
            "enterprise": enterprise,
            "holds": actions.is_held_by(account, found) and found.cancelled_at is None,
            "come": found.date <= timezone.localdate(),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _all_booked(account: Account | None, bookings: list[Booking]) -> bool:
    codes = set(Organization.objects.visible_to(account).values_list("pk", flat=True))
    return codes <= {one.organization_id for one in bookings}


def _book_form(day: ReceptionDay, account: Account | None, data: Any = None) -> BookForm:
    own: list[tuple[str, str]] = []
    initial = {}
    if account is not None and account.role == Role.ENTERPRISE:
        found = Organization.objects.visible_to(account)
        if day.county:
            found = found.filter(county=day.county)
        own = list(found.values_list("pk", "name"))
        initial = {"contact": account.name, "phone": account.phone}
    numbers = [
        (number, day.begins(number).strftime("%H:%M")) for number in actions.free_numbers(day)
    ]
    return BookForm(data, organizations=own, numbers=numbers, initial=initial)


def _shown(day: ReceptionDay) -> dict[str, Any]:
    return {"day": day, "host": _county(day.county), "ends": day.begins(day.slots + 1)}


def _county(code: str) -> str:
    return word_label("county", code) if code else _("the city")
