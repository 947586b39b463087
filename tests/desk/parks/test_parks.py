"""Parks: at most three industries, tenants, what is verified, demonstration, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.models import Obligation
from banyan.desk.parks import actions, exporting
from banyan.desk.parks.models import LeadingIndustry, Tenant
from banyan.desk.parks.reading import standings
from desk.making import Making
from desk.parks.settling import Settling
from desk.projects.building import THERE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def here(making: Making) -> Settling:
    return Settling(making)


def _client(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    assert actor.account is not None
    client.force_login(actor.account)
    return client


def test_a_park_has_at_most_three_leading_industries(here: Settling) -> None:
    three = [actions.Industry(name) for name in ("新型显示", "智能装备", "新材料")]
    actions.set_industries(here.officer(), here.park(), three)
    with pytest.raises(RefusedError, match="at most 3"):
        actions.set_industries(here.officer(), here.park(), [*three, actions.Industry("纺织")])
    assert [one.name for one in LeadingIndustry.objects.all()] == ["新型显示", "智能装备", "新材料"]


def test_the_database_knows_of_no_fourth_industry(here: Settling) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadingIndustry.objects.create(park=here.park(), slot=4, name="纺织")


def test_an_organization_is_in_one_park_at_a_time(here: Settling) -> None:
    tenant = here.tenant()
    other = here.organization(91, kind="park", name="另一园区", industry=None)
    today = timezone.localdate()
    with pytest.raises(RefusedError, match="tenant of a park already"):
        actions.settle(here.officer(), other, here.organization(), today)
    actions.end_tenancy(here.manager(), tenant, today)
    actions.settle(here.officer(), other, here.organization(), today)
    assert Tenant.objects.count() == 2


def test_a_park_is_managed_by_those_who_speak_for_it(here: Settling) -> None:
    stranger = here.enterprise(2)
    with pytest.raises(PermissionDenied):
        actions.settle(stranger, here.park(), here.organization(), timezone.localdate())
    with pytest.raises(PermissionDenied):
        actions.verify_facility(here.officer(county=THERE), here.facility())


def test_what_is_in_place_is_shown_and_verified_by_a_second_person(here: Settling) -> None:
    with pytest.raises(RefusedError, match="evidence"):
        actions.report_facility(here.manager(), here.park(), "power", "there")
    facility = here.facility()
    assert Obligation.objects.held_by(here.officer().account).get().kind == "parks.verify_facility"
    (standing,) = standings([here.park()])
    assert standing.in_place() == 0
    actions.verify_facility(here.officer(), facility)
    (standing,) = standings([here.park()])
    assert (standing.in_place(), standing.share("utilities")) == (1, 100_000)


def test_the_last_verified_state_stands(here: Settling) -> None:
    for there in ("there", "building"):
        actions.verify_facility(here.officer(), here.facility(there=there))
    (standing,) = standings([here.park()])
    assert standing.facilities == {"power": "building"}


def test_an_officer_does_not_verify_what_they_reported(here: Settling) -> None:
    made = actions.report_facility(here.officer(), here.park(), "gas", "planned")
    with pytest.raises(RefusedError, match="cannot confirm"):
        actions.verify_facility(here.officer(), made)


def test_figures_count_once_they_are_verified(here: Settling) -> None:
    year = timezone.localdate().year
    figures = here.figures()
    assert standings([here.park()])[0].of_year(year) == {}
    actions.verify_year(here.officer(), figures)
    assert standings([here.park()])[0].of_year(year)["jobs"] == 5_300
    rows = list(exporting.comparison(standings([here.park()]), year))
    assert rows[1][1] == "福州示范工业园区"
    assert "12000000000" in rows[1]


def test_a_demonstration_park_takes_two_city_officers_and_ends_with_a_reason(
    here: Settling,
) -> None:
    proposed = here.proposed()
    with pytest.raises(RefusedError, match="already"):
        here.proposed()
    with pytest.raises(RefusedError, match="cannot confirm"):
        actions.confirm_demonstration(here.city(), proposed)
    actions.confirm_demonstration(here.city("second"), proposed)
    assert standings([here.park()])[0].is_demonstration
    with pytest.raises(RefusedError):
        actions.end_demonstration(here.city(), proposed, " ")
    actions.end_demonstration(here.city(), proposed, "指标下滑")
    assert not standings([here.park()])[0].is_demonstration


def test_a_list_of_tenants_is_read_fault_by_fault(here: Settling, tmp_path: Path) -> None:
    here.organization(1)
    here.organization(2)
    path = tmp_path / "tenants.csv"
    codes = [here.making.credit_code(number) for number in (1, 7, 2, 1)]
    days = ["2026-01-02", "2026-01-02", "never", "2026-01-02"]
    rows = [f"{code},{day}" for code, day in zip(codes, days, strict=True)]
    path.write_text("\n".join(["Credit code,Since", *rows]))
    read = exporting.read_tenants(path, path.name, here.park())
    assert [(one.row, one.column) for one in read.faults] == [
        (2, "Credit code"),
        (3, "Since"),
        (4, "Credit code"),
    ]


def test_tenants_are_imported_and_the_export_is_taken_again(here: Settling) -> None:
    here.organization(1)
    client = _client(here.officer())
    address = f"/parks/{here.park().pk}/tenants"
    content = f"统一社会信用代码,入驻日期\n{here.making.credit_code(1)},2026-01-02\n".encode()
    sent = {"file": SimpleUploadedFile("tenants.csv", content)}
    assert "New tenants: 1" in client.post(f"{address}/import/", sent).text
    exported = b"".join(client.get(f"{address}.csv").streaming_content)  # type: ignore[attr-defined]
    again = {"file": SimpleUploadedFile("tenants.csv", exported)}
    assert "New tenants: 0" in client.post(f"{address}/import/", again).text


def test_a_park_reports_in_the_browser_and_the_county_verifies(here: Settling) -> None:
    park = here.park()
    manager, officer = _client(here.manager()), _client(here.officer())
    with here.evidence() as path:
        sent = SimpleUploadedFile("验收单.pdf", path.read_bytes())
    manager.post(
        f"/parks/{park.pk}/do/facility/", {"code": "power", "there": "there", "file": sent}
    )
    facility = park.pk, standings([park])[0]
    assert facility[1].in_place() == 0
    page = officer.get(f"/parks/{park.pk}/").text
    assert "waits to be verified" in page
    number = Obligation.objects.get(kind="parks.verify_facility").key
    officer.post(f"/parks/{park.pk}/decide/facility/{number}/", {"decision": "confirm"})
    assert standings([park])[0].in_place() == 1
    assert "in place 1 of" in officer.get("/parks/").text


def test_parks_are_compared_some_at_a_time(here: Settling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("banyan.desk.parks.views.TOGETHER", 2)
    for number in range(91, 94):
        here.organization(number, kind="park", name=f"园区{number}", industry=None)
    city = _client(here.city())
    first = city.get("/parks/")
    onward = first.context["page"].next
    second = city.get(f"/parks/?{onward}")
    assert second.context["page"].next == ""
    shown = [one.park.name for page in (first, second) for one, _figure in page.context["lines"]]
    assert shown == ["园区91", "园区92", "园区93"]
    assert b"\xe5\x9b\xad\xe5\x8c\xba93" in city.get("/parks/export.csv").getvalue()
