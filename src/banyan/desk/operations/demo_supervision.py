"""The supervision of the demo: who was urged and what they answered, one held to account, the
reconciled months, a scoreboard and bulletins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from functools import partial
from typing import Any

from banyan.desk.audit import RefusedError
from banyan.desk.obligations.models import Obligation
from banyan.desk.operations.demo_past import Past, Place, document, lived_on
from banyan.desk.operations.demo_steps import Step
from banyan.desk.supervision.actions import accountability, letters, reconciliations, reports
from banyan.desk.supervision.models import Accountability, Letter, Reconciliation, Report
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.tasks import begin

ANSWER = "已召开专题会，明确专人负责：两件已办结，其余一件三日内反馈企业并上传佐证。"
VIEW = "设备采购受供应商交期影响，已书面说明，今后提前申请延期。"

WHY = {
    "no_evidence": "电话回访核实，企业未提供书面材料，已留存通话记录。",
    "no_rating": "企业同意销号，未作评价，已再次提醒。",
    "overdue": "涉及外线施工，已报延期，列入下月重点督办。",
    "": "台账登记滞后，已按流转记录更正。",
}
"""By what a difference is about."""


def steps(past: Past) -> Iterator[Step]:
    supervision = _Supervision(past)
    yield "letters", supervision.urge
    yield "answers to letters", supervision.answer
    yield "accountability", supervision.hold_to_account
    for number in (0, 1):
        for back in (2, 1):
            step = partial(supervision.reconcile, past.places[number], back, number)
            yield f"reconciliation {number} {back}", step
    for kind in (Report.Kind.SCOREBOARD, Report.Kind.BULLETIN):
        for back in (2, 1):
            yield f"{kind} {back}", partial(supervision.publish, kind, back)


class _Supervision:
    def __init__(self, past: Past) -> None:
        self.past = past
        self.writer, self.second = past.people["supervisor"], past.people["supervisor2"]

    def urge(self) -> None:
        """What is overdue is urged: a letter to each unit or county, the last still a draft."""
        with self.past.on(3, 9):
            overdue = Obligation.objects.filter(state="open", due_on__lt=self.past.day(3))
            found = list(overdue.select_related("unit", "account").order_by("due_on", "pk"))
            if not any(letters.addressee_of(one) for one in found):
                return
            made = letters.draft_letters(self.writer, found)
            for letter in made[: max(len(made) - 1, 1)]:
                with _unless_fonts_are_missing():
                    letters.send_letter(self.writer, letter)

    def answer(self) -> None:
        """The first has been answered, and that was enough; another waits to be judged."""
        sent = Letter.objects.filter(state=Letter.State.SENT).order_by("pk")
        answering = [(one, self._addressed(one)) for one in sent]
        able = [(letter, actor) for letter, actor in answering if actor is not None][:2]
        for number, (letter, actor) in enumerate(able):
            with self.past.on(1, 15), document("整改情况说明") as file:
                letters.answer_letter(actor, letter, ANSWER, [file])
                if number == 0:
                    letters.accept_answer(self.writer, letter, "整改到位，予以认可。")

    def _addressed(self, letter: Letter) -> Any:
        if letter.unit_id is not None:
            return self.past.of_unit.get(letter.unit_id)
        counties = {one.officer.account.county: one.officer for one in self.past.places}
        return counties.get(letter.county)

    def hold_to_account(self) -> None:
        """A unit that was late again may state its view; the city government has not consented."""
        unit = self.past.units["gas"]
        with self.past.on(2, 11):
            made = accountability.propose_accountability(
                self.writer,
                unit=unit,
                sanction=Accountability.Sanction.TALK,
                reason="两次超期未反馈煤改气接入进度，企业投产受影响。",
            )
        speaker = self.past.of_unit.get(unit.pk)
        if speaker is not None:
            with self.past.on(1, 11):
                accountability.state_view(speaker, made, VIEW)

    def reconcile(self, place: Place, back: int, number: int) -> None:
        """The county's ledger against the city's: the month before the last is signed everywhere,
        the last by one county and waits for the other."""
        county, city = place.officer, self.past.city
        day = self.past.month(back - 1) + timedelta(days=2)
        with lived_on(min(day, self.past.today)):
            month = self.past.month(back)
            known = Reconciliation.objects.filter(county=county.account.county, month=month)
            made = known.first() or reconciliations.open_reconciliation(
                city, county.account.county, month
            )
            begin(made)
            made.refresh_from_db()
            for code in set(made.differences.values_list("code", flat=True)):
                reconciliations.explain_differences(county, made, code, WHY.get(code, WHY[""]))
            reconciliations.sign_reconciliation(county, made)
            if back > 1 or number == 0:
                reconciliations.sign_reconciliation(city, made)

    def publish(self, kind: str, back: int) -> None:
        """Of the month before the last and the last."""
        period = Period.month_of(self.past.month(back))
        with lived_on(min(self.past.month(back - 1) + timedelta(days=4), self.past.today)):
            made = reports.draft_report(self.writer, kind, period)
            with _unless_fonts_are_missing():
                reports.publish_report(self.second, made, self.past.origin)


def _unless_fonts_are_missing() -> AbstractContextManager[None, bool | None]:
    """Without the fonts of the front end nothing is issued, and drafts stay drafts."""
    return suppress(RefusedError)
