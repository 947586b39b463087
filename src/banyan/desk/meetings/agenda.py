"""What should be talked about: cases that are overdue, escalated, disputed, paused for long,
decisions of earlier meetings that are not done, and projects that are far behind or blocked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models import Case
from banyan.desk.cases.states import Level, State
from banyan.desk.meetings.models import Meeting
from banyan.desk.people.models import Account
from banyan.desk.policy_pack import adopted_count
from banyan.desk.projects import reading
from banyan.desk.projects.models import Project

WHY = {
    "overdue": _("overdue"),
    "disputed": _("disputed"),
    "escalated": _("escalated to the city"),
    "paused": _("paused for long"),
    "decided": _("decided earlier, not done"),
    "red": _("project far behind"),
    "blocked": _("project blocked"),
}
MOST = 30
"""So many of a reason are proposed, the oldest first."""


@dataclass(frozen=True)
class Suggestion:
    """A case or a project, and the reason by which it is stuck."""

    why: str
    case: Case | None = None
    project: Project | None = None

    @property
    def words(self) -> Any:
        return WHY[self.why]


def suggestions(account: Account | None, meeting: Meeting, today: date) -> list[Suggestion]:
    """The stuck cases of the meeting's county (of the city's ledger, for the city) that the account
    sees and that are not on the agenda, each once, with the first reason that holds; before them
    the projects that are red or blocked, of the county, for the city of all counties."""
    known = meeting.items.exclude(case=None).values_list("case", flat=True)
    found: dict[int, Suggestion] = {pk: Suggestion("", Case()) for pk in known}
    own = set(found)
    for why, condition in _conditions(today):
        seen = Case.objects.visible_to(account).exclude(state=State.CLOSED).filter(condition)
        seen = (
            seen.filter(county=meeting.county)
            if meeting.county
            else seen.filter(Q(level=Level.CITY) | Q(county=""))
        )
        for case in seen.select_related("lead", "organization").order_by("due_on", "pk")[:MOST]:
            found.setdefault(case.pk, Suggestion(why, case))
    return [
        *_projects(account, meeting),
        *(one for pk, one in found.items() if pk not in own),
    ]


def _projects(account: Account | None, meeting: Meeting) -> list[Suggestion]:
    known = set(meeting.items.exclude(project=None).values_list("project", flat=True))
    stuck = reading.stuck(account, meeting.county)
    return [Suggestion(why, project=one) for one, why in stuck if one.pk not in known]


def _conditions(today: date) -> Iterator[tuple[str, Q]]:
    long_ago = today - timedelta(days=adopted_count("meeting.paused_days"))
    yield "decided", Q(kind="decision", due_on__lt=today)
    yield "disputed", Q(state=State.DISPUTED)
    yield "overdue", Q(due_on__lt=today) & ~Q(state=State.PAUSED)
    yield "escalated", Q(escalated_at__isnull=False, round=0)
    yield "paused", Q(state=State.PAUSED, paused_on__lte=long_ago)
