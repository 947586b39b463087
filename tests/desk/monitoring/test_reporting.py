"""Monthly figures as they come in, and who may report which."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.monitoring import actions, exporting, importing
from banyan.desk.monitoring.models import Expected, FigureVersion, KeyEnterprise, MonthlyFigure
from banyan.desk.monitoring.reports import due_on
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from desk.at_once import at_once
from desk.making import Making
from desk.monitoring.watching import SYSTEM, back, figures, watched

pytestmark = pytest.mark.django_db


def test_a_correction_keeps_what_was_reported_before(making: Making) -> None:
    organization = watched(making)
    actions.report_figures(SYSTEM, organization, back(1), {"output": 100, "jobs": 7})
    actions.report_figures(SYSTEM, organization, back(1), {"output": 120, "jobs": 7})
    (figure,) = figures(organization)
    assert (figure.output, figure.version) == (120, 2)
    assert list(figure.versions.values_list("version", "output")) == [(1, 100), (2, 120)]


def test_the_same_figures_again_change_nothing(making: Making) -> None:
    organization = watched(making)
    for _time in range(2):
        actions.report_figures(SYSTEM, organization, back(1), {"output": 100})
    assert FigureVersion.objects.count() == 1


def test_what_was_reported_cannot_be_changed_in_the_database(making: Making) -> None:
    actions.report_figures(SYSTEM, watched(making), back(1), {"output": 100})
    with pytest.raises(DatabaseError), transaction.atomic():
        FigureVersion.objects.update(output=1)


@pytest.mark.parametrize(
    ("ago", "values"),
    [(0, {"output": 1}), (60, {"output": 1}), (1, {}), (1, {"jobs": -1}), (1, {"tax": 10**15})],
)
def test_what_cannot_be_is_refused(making: Making, ago: int, values: dict[str, int]) -> None:
    with pytest.raises(RefusedError):
        actions.report_figures(SYSTEM, watched(making), back(ago), values)
    assert not MonthlyFigure.objects.exists()


def test_tax_that_was_paid_back_is_below_zero(making: Making) -> None:
    organization = watched(making)
    actions.report_figures(SYSTEM, organization, back(1), {"tax": -500})
    assert figures(organization)[0].tax == -500


def test_an_enterprise_reports_its_own_figures_and_no_others(making: Making) -> None:
    own, other = watched(making, 1), watched(making, 2)
    account = making.account(Role.ENTERPRISE)
    making.representation(account, own)
    actions.report_figures(Actor(account), own, back(1), {"output": 1})
    with pytest.raises(PermissionDenied):
        actions.report_figures(Actor(account), other, back(1), {"output": 1})


def test_a_county_reports_for_its_own_enterprises_only(making: Making) -> None:
    elsewhere = watched(making, 2, county="350103")
    actor = making.actor(Role.COUNTY)
    with pytest.raises(PermissionDenied):
        actions.report_figures(actor, elsewhere, back(1), {"output": 1})
    with pytest.raises(PermissionDenied):
        actions.watch(actor, making.organization(3, county="350103"), back(1))
    given = actions.GivenFigures(elsewhere.pk, back(1), {"output": 1})
    with pytest.raises(PermissionDenied):
        actions.import_figures(actor, [given], "list.csv")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.FINANCE, Role.BANK])
def test_who_only_looks_reports_nothing(making: Making, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.report_figures(making.actor(role), watched(making), back(1), {"output": 1})


def test_figures_are_seen_within_the_remit(making: Making) -> None:
    actions.report_figures(SYSTEM, watched(making, 1), back(1), {"output": 1})
    actions.report_figures(SYSTEM, watched(making, 2, county="350103"), back(1), {"output": 1})
    stranger = making.account(Role.ENTERPRISE)
    for model in (MonthlyFigure, FigureVersion, KeyEnterprise):
        assert (
            model.objects.visible_to(making.account(Role.CITY, f"c{model.__name__}")).count() == 2
        )
        county = making.account(Role.COUNTY, f"o{model.__name__}")
        assert model.objects.visible_to(county).count() == 1
        assert not model.objects.visible_to(stranger).exists()
        assert not model.objects.visible_to(None).exists()


def test_an_enterprise_is_watched_once_at_a_time(making: Making) -> None:
    actor, organization = making.actor(Role.CITY), making.organization()
    key = actions.watch(actor, organization, back(3))
    with pytest.raises(RefusedError):
        actions.watch(actor, organization, back(2))
    actions.unwatch(actor, key, back(1))
    with pytest.raises(RefusedError):
        actions.watch(actor, organization, back(2))
    actions.watch(actor, organization, back(0))
    with pytest.raises(RefusedError):
        actions.report_figures(SYSTEM, organization, back(1), {"output": 1})


def _list(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["信用代码,月份,产值（元）,用工,税收", *rows, ""]), encoding="utf-8")
    return path


def test_a_list_is_written_once_however_often_it_comes(making: Making, tmp_path: Path) -> None:
    actor, organization = making.actor(Role.CITY), watched(making)
    month = back(1)
    path = _list(tmp_path, f'{organization.pk},{month:%Y年%m月},"1,234.50",30,-2')
    read = importing.read_figures(path, "list.csv", actor.account)
    assert not read.faults
    assert actions.import_figures(actor, read.given, "list.csv")["new"] == 1
    assert actions.import_figures(actor, read.given, "list.csv") == {
        "new": 0,
        "corrected": 0,
        "same": 1,
    }
    (figure,) = figures(organization)
    assert (figure.output, figure.jobs, figure.tax, figure.power) == (123450, 30, -200, None)
    assert FigureVersion.objects.count() == 1


def test_every_faulty_row_of_a_list_is_named(making: Making, tmp_path: Path) -> None:
    organization = watched(making)
    county = making.account(Role.COUNTY)
    elsewhere = watched(making, 2, county="350103")
    path = _list(
        tmp_path,
        f"{organization.pk},{back(1):%Y-%m},1,1,1",
        f"{organization.pk},{back(1):%Y-%m},1,1,1",
        f"{organization.pk},{back(0):%Y-%m},1,1,1",
        f"{elsewhere.pk},{back(1):%Y-%m},1,1,1",
        f"{organization.pk},{back(2):%Y-%m},1.234,viele,1",
        f"{organization.pk},{back(3):%Y-%m},,,",
        f"{organization.pk},{back(60):%Y-%m},1,1,1",
    )
    read = importing.read_figures(path, "list.csv", county)
    assert [fault.row for fault in read.faults] == [2, 3, 4, 5, 5, 6, 7]


def test_a_list_without_its_columns_says_so(making: Making, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n")
    read = importing.read_figures(path, "list.csv", making.account(Role.CITY))
    assert [fault.row for fault in read.faults] == [0, 0, 0]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported(making: Making, tmp_path: Path, form: str) -> None:
    organization = watched(making)
    values = {"output": 10**12 + 1, "power": 1_234_567, "tax": -5, "jobs": 40, "orders": 100}
    actions.report_figures(SYSTEM, organization, back(1), values)
    path = tmp_path / f"list.{form}"
    found = MonthlyFigure.objects.all()
    if form == "csv":
        path.write_text("".join(exporting.csv_of(found)))
    else:
        path.write_bytes(exporting.workbook_of(found).read())
    read = importing.read_figures(path, path.name, making.account(Role.CITY))
    assert not read.faults
    assert [dict(one.values) for one in read.given] == [values]


def _spoken_for(making: Making, number: int = 1) -> Any:
    organization = watched(making, number)
    making.representation(making.account(Role.ENTERPRISE, f"speaks{number}"), organization)
    return organization


def test_who_speaks_for_an_enterprise_is_asked_once_until_the_day_of_the_month(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = _spoken_for(making)
    watched(making, 2)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 10, 8))
    month = date(2026, 9, 1)
    assert due_on(month) == date(2026, 10, 10)  # a Saturday that is worked
    for _time in range(2):
        actions.expect_reports(SYSTEM, month)
    obligation = Obligation.objects.get(kind="monitoring.report")
    assert obligation.due_on == date(2026, 10, 10)
    assert obligation.organization == organization.pk
    actions.report_figures(SYSTEM, organization, month, {"output": 1})
    obligation.refresh_from_db()
    assert obligation.state == Obligation.State.DONE
    assert not Expected.objects.filter(open=True).exists()


def test_a_day_off_moves_the_last_day_to_the_next_working_day(db: None) -> None:
    assert due_on(date(2026, 1, 1)) == date(2026, 2, 10)
    assert due_on(date(2025, 12, 1)) == date(2026, 1, 12)


def test_the_end_of_reporting_drops_what_is_asked(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = _spoken_for(making)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 10, 8))
    actions.expect_reports(SYSTEM, date(2026, 9, 1))
    key = KeyEnterprise.objects.get(organization=organization)
    actions.unwatch(making.actor(Role.CITY), key, date(2026, 9, 1))
    assert Obligation.objects.get(kind="monitoring.report").state == Obligation.State.DROPPED


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_are_two_versions_of_one_month(making: Making) -> None:
    organization = watched(making)

    def report(value: int) -> None:
        actions.report_figures(SYSTEM, organization, back(1), {"output": value})

    raised = at_once(lambda: report(1), lambda: report(2))
    assert raised == [None, None]
    (figure,) = figures(organization)
    versions = list(figure.versions.values_list("version", "output"))
    assert [version for version, _output in versions] == [1, 2]
    assert versions[-1][1] == figure.output
