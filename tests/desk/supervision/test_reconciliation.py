"""The monthly reconciliation: frozen at the end of the month, explained, signed by both sides."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone
from openpyxl import load_workbook

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.desk.cases.actions import agreeing, closing, dispatching, handling
from banyan.desk.cases.models import Case, Move
from banyan.desk.obligations.models import Obligation
from banyan.desk.supervision.actions import reconciliations as actions
from banyan.desk.supervision.duties import reconcile_last_month
from banyan.desk.supervision.models import Difference, Reconciliation, Row
from banyan.desk.supervision.reconciliation_files import workbook_of
from desk.cases.living import Living, on
from desk.making import Making
from desk.supervision.supervising import HERE, THERE, pdf

pytestmark = pytest.mark.django_db

SYSTEM = Actor(origin=Origin(via="task"))
OCTOBER = date(2026, 10, 1)


class Month:
    """Cases that live through October 2026; the desk's day is moved."""

    def __init__(self, making: Making, patch: pytest.MonkeyPatch) -> None:
        self.living = Living(making)
        self.patch = patch

    def on(self, day: str) -> None:
        on(self.patch, day)

    def closed(self, *, evidence: bool = True) -> Case:
        living = self.living
        case = living.under_way()
        if evidence:
            with pdf() as place:
                handling.add_file(living.lead, case, place, "现场.pdf", evidence=True)
            case = Case.objects.get(pk=case.pk)
        case = living.solved(living.lead, case, "换了变压器。")
        return agreeing.agree(living.enterprise, case, 5)

    def made(self) -> Reconciliation:
        opened = actions.open_reconciliation(self.living.city, HERE, OCTOBER)
        return actions.make_reconciliation(SYSTEM, opened)

    def explained(self) -> Reconciliation:
        made = self.made()
        for code in Difference.Code.values:
            if made.differences.filter(code=code, explanation="").exists():
                actions.explain_differences(self.living.county, made, code, "已核对。")
        return made


@pytest.fixture
def month(making: Making, monkeypatch: pytest.MonkeyPatch) -> Month:
    return Month(making, monkeypatch)


@pytest.fixture
def october(month: Month) -> dict[str, Case]:
    """One of September that is open still, one closed and opened again, one closed without
    evidence, one taken to the city, one of November."""
    cases: dict[str, Case] = {}
    month.on("2026-09-15")
    cases["carried"] = month.living.under_way()
    closed_before = month.closed()
    month.on("2026-10-12")
    cases["bare"] = month.closed(evidence=False)
    cases["again"] = agreeing.reopen(month.living.county, closed_before, "又停了")
    cases["city"] = dispatching.escalate(month.living.county, month.living.raised(), "久拖")
    month.on("2026-11-03")
    cases["later"] = month.living.raised()
    return cases


def _row(made: Reconciliation, case: Case) -> Row:
    found: Row = made.rows.get(case=case)
    return found


def test_the_list_says_how_each_case_stood_at_the_end_of_the_month(
    month: Month, october: dict[str, Case]
) -> None:
    made = month.made()
    said = {
        name: (row.state, row.level, row.opened, row.closed, row.reopened, row.escalated)
        for name, case in october.items()
        for row in made.rows.filter(case=case)
    }
    assert said == {
        "carried": ("under_way", "county", False, 0, 0, False),
        "again": ("recorded", "county", False, 0, 1, False),
        "bare": ("closed", "county", True, 1, 0, False),
        "city": ("recorded", "city", True, 0, 0, True),
    }


def test_what_was_carried_and_opened_less_what_was_closed_is_open(
    month: Month, october: dict[str, Case]
) -> None:
    content = month.made().content
    still = sum(sum(states.values()) for states in content["open"].values())
    assert (content["carried"], content["opened"], content["reopened"]) == (1, 2, 1)
    assert (content["closed"], content["escalated"], still) == (1, 1, 3)
    assert content["carried"] + content["opened"] + content["reopened"] - content["closed"] == still


def test_what_one_ledger_lacks_is_listed_to_be_explained(
    month: Month, october: dict[str, Case]
) -> None:
    Case.objects.filter(pk=october["city"].pk).update(level="county")
    Case.objects.filter(pk=october["carried"].pk).update(state="paused", paused_on=OCTOBER)
    Case.objects.filter(pk=october["bare"].pk).update(rating=None)
    made = month.made()
    found: dict[str, set[str]] = {}
    for one in made.differences.select_related("row"):
        name = next(name for name, case in october.items() if case.pk == one.row.case_id)
        found.setdefault(name, set()).add(one.code)
    assert found == {
        "carried": {"state", "overdue"},
        "bare": {"no_evidence", "no_rating"},
        "city": {"not_in_city", "overdue"},
        "again": {"overdue"},
    }


def test_late_moves_do_not_change_what_is_frozen(month: Month, october: dict[str, Case]) -> None:
    made = month.made()
    before = list(made.rows.values_list("case", "state", "level", "title"))
    month.living.solved(month.living.lead, october["carried"], "换了变压器。")
    Case.objects.update(title="改了标题")
    made.refresh_from_db()
    assert list(made.rows.values_list("case", "state", "level", "title")) == before
    with pytest.raises(Error), transaction.atomic():
        made.rows.update(state="closed")


def test_made_later_it_says_the_same_of_the_months_end(
    month: Month, october: dict[str, Case]
) -> None:
    first = month.made()
    case = month.living.solved(month.living.lead, october["carried"], "换了变压器。")
    agreeing.agree(month.living.enterprise, case, 4)
    month.on("2027-01-20")
    again = actions.refuse_reconciliation(month.living.city, first, "请核对")
    second = actions.make_reconciliation(SYSTEM, again)
    assert (second.version, second.content["open"]) == (2, first.content["open"])
    fields = ("case", "state", "level", "opened", "closed", "reopened", "escalated")
    assert list(second.rows.values_list(*fields)) == list(first.rows.values_list(*fields))


def test_it_is_signed_by_a_county_and_a_city_officer_and_then_stands(
    month: Month, october: dict[str, Case]
) -> None:
    made = month.explained()
    actions.sign_reconciliation(month.living.county, made)
    with pytest.raises(RefusedError):
        actions.sign_reconciliation(month.living.county_too, made)
    made.refresh_from_db()
    assert made.state == "open"
    signed = actions.sign_reconciliation(month.living.city, made)
    made.refresh_from_db()
    assert made.state == "signed"
    assert signed.sha256 == actions.hash_with_explanations(made)
    assert not Obligation.objects.open().filter(kind__startswith="supervision.sign").exists()
    with pytest.raises(RefusedError):
        actions.refuse_reconciliation(month.living.city, made, "反悔")
    for change in ({"state": "open"}, {"reason": "改"}, {"sha256": "0" * 64}):
        with pytest.raises(Error), transaction.atomic():
            Reconciliation.objects.filter(pk=made.pk).update(**change)


def test_nobody_signs_while_differences_are_not_explained(
    month: Month, october: dict[str, Case]
) -> None:
    made = month.made()
    with pytest.raises(RefusedError):
        actions.sign_reconciliation(month.living.county, made)
    assert actions.explain_differences(month.living.county, made, "overdue", "已催办。") == 3
    [bare] = made.differences.filter(code="no_evidence")
    assert actions.explain_differences(month.living.county, made, bare.code, "补", [bare.pk]) == 1
    actions.sign_reconciliation(month.living.county, made)
    with pytest.raises(RefusedError):
        actions.explain_differences(month.living.county, made, bare.code, "改", [bare.pk])


def test_refused_it_stays_and_is_made_anew(month: Month, october: dict[str, Case]) -> None:
    made = month.explained()
    actions.sign_reconciliation(month.living.county, made)
    with pytest.raises(RefusedError):
        actions.refuse_reconciliation(month.living.city, made, " ")
    again = actions.refuse_reconciliation(month.living.city, made, "少了一件")
    made.refresh_from_db()
    assert (made.state, made.reason, made.rows.count()) == ("refused", "少了一件", 4)
    assert (again.version, again.state) == (2, "making")
    with pytest.raises(RefusedError):
        actions.open_reconciliation(month.living.city, HERE, OCTOBER)


def test_another_county_sees_and_signs_nothing_of_it(
    month: Month, october: dict[str, Case], making: Making
) -> None:
    from banyan.desk.people.roles import Role

    made = month.explained()
    other = making.actor(Role.COUNTY, username="elsewhere", county=THERE)
    assert not Reconciliation.objects.visible_to(other.account).exists()
    assert not Row.objects.visible_to(other.account).exists()
    assert Row.objects.visible_to(month.living.county.account).count() == 4
    assert not Row.objects.visible_to(month.living.lead.account).exists()
    for act in (
        lambda: actions.sign_reconciliation(other, made),
        lambda: actions.refuse_reconciliation(other, made, "不认"),
        lambda: actions.explain_differences(other, made, "overdue", "不认"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_first_working_day_opens_the_month_before_once(
    month: Month, october: dict[str, Case]
) -> None:
    month.on("2026-11-01")
    reconcile_last_month(SYSTEM, date(2026, 11, 1))  # a Sunday
    assert not Reconciliation.objects.exists()
    for day in (date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 9)):
        month.on(day.isoformat())
        reconcile_last_month(SYSTEM, day)
    made = Reconciliation.objects.get()
    assert (made.county, made.month, made.state) == (HERE, OCTOBER, "open")
    waiting = Obligation.objects.open().filter(kind__startswith="supervision.sign")
    assert {(one.role, one.due_on) for one in waiting} == {
        ("county", date(2026, 11, 9)),
        ("city", date(2026, 11, 9)),
    }


def test_what_a_worker_left_undone_is_made_the_next_day(
    month: Month, october: dict[str, Case]
) -> None:
    opened = actions.open_reconciliation(month.living.city, HERE, OCTOBER)
    reconcile_last_month(SYSTEM, timezone.localdate())
    opened.refresh_from_db()
    assert opened.state == "open"
    with pytest.raises(actions.NothingToMakeError):
        actions.make_reconciliation(SYSTEM, opened)
    assert opened.rows.count() == 4


def test_a_month_that_is_not_over_is_not_reconciled(month: Month) -> None:
    month.on("2026-10-31")
    with pytest.raises(RefusedError):
        actions.open_reconciliation(month.living.city, HERE, OCTOBER)


def test_what_a_second_person_closed_counts_as_closed(month: Month) -> None:
    month.on("2026-10-12")
    living = month.living
    asked = living.asked_to_close()
    closing.confirm_closing(living.county, asked)
    month.on("2026-11-03")
    row = month.made().rows.get()
    assert (row.state, row.closed) == ("closed", 1)
    assert not row.differences.exists()


def test_the_workbook_has_every_case_with_what_differs(
    month: Month, october: dict[str, Case]
) -> None:
    made = month.explained()
    sheet: Any = load_workbook(io.BytesIO(workbook_of(made).read())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [
        one.reference for one in sorted(made.rows.all(), key=lambda row: row.pk)
    ]
    assert sum(bool(row[-1]) for row in rows[1:]) == 4


def test_a_case_opened_by_a_unit_is_in_the_list_with_that_unit(
    month: Month,
) -> None:
    month.on("2026-10-12")
    case = month.living.warning()
    month.on("2026-11-03")
    row = _row(month.made(), case)
    assert (row.unit, row.state) == (month.living.bureau, "under_way")
    assert Move.objects.filter(case=case).count() == 1
