"""What is overdue, and who sees to it, for the tests."""

from __future__ import annotations

import io
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, action, log
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.supervision.actions import accountability, letters
from banyan.desk.supervision.models import Accountability, Letter
from desk.making import Making

HERE, THERE = "350102", "350103"

PDF = b"%PDF-1.4 consent %%EOF"


@action("test.open_supervised")
def opened(actor: Actor, wanted: Wanted) -> Case:
    case = open_case(actor, wanted, Case.Origin.DESK)
    log(case, after={"opened": True})
    return case


class Supervising:
    """A supervisor, two city officers, officers of two counties, the power company."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.power = making.unit("power")

    def supervisor(self) -> Actor:
        return self._actor(Role.SUPERVISOR, "supervisor")

    def city(self, name: str = "first") -> Actor:
        return self._actor(Role.CITY, f"city-{name}")

    def officer(self, county: str = HERE, name: str = "first") -> Actor:
        return self._actor(Role.COUNTY, f"{name}-{county}", county=county)

    def of_power(self) -> Actor:
        return self._of_unit("of-power", self.power)

    def of_other_unit(self) -> Actor:
        return self._of_unit("of-gas", self.making.unit("gas"))

    def case(
        self,
        title: str = "车间停电",
        *,
        lead: Unit | None = None,
        county: str = HERE,
        due: int = -10,
    ) -> Case:
        """A case in the hands of the unit (the power company), or of the county that has to
        dispatch it (``lead`` is None and ``due`` counts from today)."""
        made = opened(
            self.officer(county), Wanted("problem", "energy", title, county=county, lead=lead)
        )
        self.overdue(made, due)
        return Case.objects.get(pk=made.pk)

    def overdue(self, case: Case, days: int) -> None:
        """Has what the case asks for now be due so many days from today."""
        day = timezone.localdate() + timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(due_on=day)
        self.obligations(case).update(due_on=day)

    def obligations(self, case: Case) -> Any:
        return Obligation.objects.filter(link=f"/cases/{case.pk}/", state="open")

    def drafted(self, *cases: Case) -> Letter:
        chosen = cases or (self.case(lead=self.power),)
        waiting = Obligation.objects.filter(
            link__in=[f"/cases/{one.pk}/" for one in chosen], state="open"
        )
        [made] = letters.draft_letters(self.city(), waiting.select_related("unit"))
        return made

    def sent(self, *cases: Case) -> Letter:
        return letters.send_letter(self.city(), self.drafted(*cases))

    def answered(self) -> Letter:
        letter = self.sent()
        with pdf() as place:
            letters.answer_letter(self.of_power(), letter, "已抢修。", [(place, "现场.pdf")])
        return Letter.objects.get(pk=letter.pk)

    def late(self, letter: Letter) -> Letter:
        """The days to answer are over."""
        past = timezone.localdate() - timedelta(days=1)
        Letter.objects.filter(pk=letter.pk).update(answer_due_on=past)
        return Letter.objects.get(pk=letter.pk)

    def proposed(self) -> Accountability:
        return accountability.propose_accountability(
            self.city(),
            unit=self.power,
            sanction="talk",
            reason="两次督办未复。",
            letters=[self.sent()],
        )

    def consented(self) -> Accountability:
        made = self.proposed()
        with pdf() as place:
            accountability.record_consent(
                self.city(), made, "榕政函〔2026〕1号", timezone.localdate(), place, "批复.pdf"
            )
        return made

    def in_force(self) -> Accountability:
        made = self.consented()
        accountability.state_view(self.of_power(), made, "电网规划未到位。")
        accountability.confirm_accountability(self.city("second"), made)
        return Accountability.objects.get(pk=made.pk)

    def _of_unit(self, name: str, unit: Unit) -> Actor:
        account = self._actor(Role.DEPARTMENT, name).account
        if account.unit_id != unit.pk:
            account.unit = unit
            account.save()
        return Actor(account)

    def _actor(self, role: Role, username: str, **more: Any) -> Actor:
        known = Account.objects.filter(username=username).first()
        return Actor(known or self.making.account(role, username=username, **more))


class pdf:  # noqa: N801 - reads as a function
    """A small PDF for as long as it is needed."""

    def __enter__(self) -> Path:
        self.kept = tempfile.NamedTemporaryFile(suffix=".pdf")
        self.kept.write(PDF)
        self.kept.flush()
        return Path(self.kept.name)

    def __exit__(self, *_: object) -> None:
        self.kept.close()


def sent_file(name: str = "批复.pdf") -> io.BytesIO:
    """A small PDF as a form sends it."""
    file = io.BytesIO(PDF)
    file.name = name
    return file


def last_month() -> date:
    """Its first day."""
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
