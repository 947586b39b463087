"""Who would close an indicator's gap: those who nearly count, each sort with how many they are and
the page that lists them; and in words on what a value waits that nobody can be listed for.

A closer of ``targets.toml`` says ``from``, one of ``FINDERS``, and the ``list`` (and ``tiers`` of
it) that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.desk.lists.counting import last_evaluation, not_grown, standing_counts
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.listing import Question as ListQuestion
from banyan.desk.lists.listing import ask as ask_list
from banyan.desk.lists.listing import entries_of, has_office
from banyan.desk.lists.models import Candidacy, Entry, Round, Standing
from banyan.desk.lists.telling import name_of
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.payments.payable import unpaid_awards
from banyan.desk.payments.views.parts import WITH_COUNTIES
from banyan.desk.people.models import Account
from banyan.desk.policy_pack import adopted_count
from banyan.desk.projects.kinds import declared as declared_projects
from banyan.desk.projects.kinds import kind_name, list_name
from banyan.desk.projects.listing import Question, ask
from banyan.desk.records.labels import language
from banyan.desk.targets.actions.asking import REPORT_DAYS
from banyan.desk.targets.indicators import Indicator
from banyan.desk.targets.models import Expected
from banyan.desk.targets.periods import last_day, last_over, months_before, period_name
from banyan.desk.ui.templatetags.ui import yuan

BEFORE_IT = (Standing.State.SATISFIED, Standing.State.NEAR, Standing.State.NEEDS)


@dataclass(frozen=True)
class Candidates:
    """Some who would close the gap: what they are, how many, and where they are listed, as many as
    ``count`` says for who asks."""

    words: str
    count: int
    address: str

    @property
    def number(self) -> str:
        return f"{self.count:,}"


Said = Mapping[str, Any]
Finder = Callable[[Said, Account | None, str], Iterator[Candidates]]


def candidates(indicator: Indicator, account: Account | None, county: str = "") -> list[Candidates]:
    """Of the whole city, or of a county, as far as the account sees them."""
    return [
        one
        for said in indicator.closers
        for one in FINDERS[said["from"]](said, account, county)
        if one.count
    ]


def _to(name: str, *arguments: Any, **asked: str) -> str:
    """The address of a page with what is asked of it."""
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse(name, args=arguments)
    return f"{address}?{query}" if query else address


def _qualifying(said: Said, account: Account | None, county: str) -> Iterator[Candidates]:
    """Who meets the criteria of a list and is not in it, or nearly does."""
    of = list_of(said["list"])
    if not has_office(account, of):
        return
    counts = standing_counts(last_evaluation(), of.code, account, county)
    for tier in said.get("tiers", of.tiers):
        for state in BEFORE_IT:
            yield Candidates(
                f"{_name(of, tier)}: {state.label}",
                counts.get(tier, {}).get(state.value, 0),
                _to("lists:standing", of.code, tier=tier, state=state.value, county=county),
            )


def _name(of: Any, tier: str) -> str:
    return name_of(of, tier)[language()]


def _proposed(said: Said, account: Account | None, county: str) -> Iterator[Candidates]:
    """Who is proposed for a list and not decided on yet."""
    of = list_of(said["list"])
    if not has_office(account, of):
        return
    state = Candidacy.State.PROPOSED
    waiting = Candidacy.objects.visible_to(account).filter(
        round__list=of.code, round__state=Round.State.OPEN, state=state
    )
    if county:
        waiting = waiting.filter(county=county)
    if "tiers" in said:
        waiting = waiting.filter(tier__in=said["tiers"])
    counted = waiting.order_by().values_list("round", "tier").annotate(Count("pk"))
    for round_, tier, count in counted:
        yield Candidates(
            _("%(list)s: proposed, not decided on yet") % {"list": _name(of, tier)},
            count,
            _to("lists:round", round_, state=state.value, tier=tier, county=county),
        )


def _members(said: Said, account: Account | None, county: str) -> Iterator[Candidates]:
    """Who is in a tier from which one rises to what counts."""
    of = list_of(said["list"])
    for tier in said["tiers"]:
        entries = entries_of(account, of)
        if entries is None:
            return
        question = ListQuestion.of({"tier": tier, "county": county})
        yield Candidates(
            _("%(tier)s, which may rise") % {"tier": _name(of, tier)},
            ask_list(entries, question, account).count(),
            _to("lists:list", of.code, tier=tier, county=county),
        )


def _growing(said: Said, account: Account | None, county: str) -> Iterator[Candidates]:
    """Who is in the list of the year and has not grown above designated size yet."""
    of = list_of(said["list"])
    if not has_office(account, of):
        return
    year = timezone.localdate().year
    entries = not_grown(Entry.objects.visible_to(account), of.code, year)
    words = _("%(list)s: not grown above designated size yet") % {"list": of.name}
    yield Candidates(
        _as_listed(words, account, county),
        entries.count(),
        _to("lists:progress", of.code, year=str(year), grown="no"),
    )


def _projects(said: Said, account: Account | None, county: str) -> Iterator[Candidates]:
    """What is on a list of projects but not begun, then what is on no list, by kind and stage."""
    of, stages = declared_projects().lists[said["list"]], declared_projects().stages
    year = timezone.localdate().year if of.yearly else 0
    on_list = Question({"list": f"{of.code}:{year}", "county": county})
    counted = _by_kind_and_stage(account, on_list)
    for stage in stages.values():
        if not stage.reported and not stage.finished:
            count = sum(count for (_kind, code), count in counted.items() if code == stage.code)
            words = {"list": list_name(of.code), "stage": stage.name}
            yield Candidates(
                _("On the list “%(list)s”, %(stage)s, not begun") % words,
                count,
                f"{reverse('projects:projects')}?{on_list.query(stage=stage.code)}",
            )
    unlisted = Question({"show": "unlisted", "county": county})
    counted = _by_kind_and_stage(account, unlisted)
    for kind in of.kinds:
        for stage in stages.values():
            if stage.finished:
                continue
            words = {"kind": kind_name(kind), "stage": stage.name}
            query = unlisted.query(kind=kind, stage=stage.code)
            yield Candidates(
                _("%(kind)s, %(stage)s, on no list of this year") % words,
                counted.get((kind, stage.code), 0),
                f"{reverse('projects:projects')}?{query}",
            )


def _by_kind_and_stage(account: Account | None, question: Question) -> dict[tuple[str, str], int]:
    found = ask(account, question).order_by().values_list("kind", "stage").annotate(Count("pk"))
    return {(kind, stage): count for kind, stage, count in found}


def _unpaid(said: Said, account: Account | None, county: str) -> Iterator[Candidates]:
    """Awards that are approved and not paid."""
    if account is None or account.role not in WITH_COUNTIES:
        return
    found = unpaid_awards(account).aggregate(count=Count("pk"), unpaid=Sum("left"))
    words = {"sum": yuan(found["unpaid"] or 0)}
    yield Candidates(
        _as_listed(_("Awards approved and not paid, %(sum)s yuan") % words, account, county),
        found["count"],
        reverse("payments:waiting"),
    )


def _as_listed(words: str, account: Account | None, county: str) -> str:
    """Of what is asked by county but listed for all that the account sees: said so."""
    if not county or account is None or account.county:
        return words
    whole = _("Whole city")
    return f"{words} ({whole})"


FINDERS: Mapping[str, Finder] = {
    "qualifying": _qualifying,
    "proposed": _proposed,
    "members": _members,
    "growing": _growing,
    "projects": _projects,
    "unpaid": _unpaid,
}


def waits_on(indicator: Indicator) -> str:
    """In words, on what a value waits for which nobody can be listed: who reports it and until
    when, or who brings the records that it is computed from."""
    words: dict[str, Any] = {"unit": indicator.unit_names[0]}
    if indicator.reported:
        period = _next_period(indicator)
        days = adopted_count(REPORT_DAYS)
        words["period"] = period_name(indicator, period)
        day = working_days_after(last_day(period), days)
        words["day"] = day.isoformat()
        if day < timezone.localdate():
            return (
                _("The value of %(period)s is overdue since %(day)s: %(unit)s reports it.") % words
            )
        return _("%(unit)s reports the value of %(period)s by %(day)s.") % words
    if indicator.drawn.get("of"):
        count = len(indicator.drawn["of"])
        return ngettext(
            "It follows from the figure that is named below, once that is reported.",
            "It follows from the figures that are named below, once they are reported.",
            count,
        )
    match [one["from"] for one in indicator.closers]:
        case ["projects"]:
            said = _("No other project is known at present: the counties and %(unit)s enter them.")
        case ["unpaid"]:
            said = _("Nothing that is approved is unpaid at present.")
        case ["growing"]:
            said = _("Nobody in the list of this year has yet to grow above designated size.")
        case [_from, *_more]:
            said = _("Nobody nearly counts at present: %(unit)s opens the next round.")
        case _:
            said = _("It grows with every record that %(unit)s brings and another person verifies.")
    return said % words


def _next_period(indicator: Indicator) -> Any:
    """The oldest that is asked for and open, else the one that runs."""
    asked = Expected.objects.filter(indicator=indicator.code, open=True).order_by("period").first()
    if asked is not None:
        return asked.period
    return months_before(last_over(indicator, timezone.localdate()), -indicator.every)
