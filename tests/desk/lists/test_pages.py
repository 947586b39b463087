"""The pages of lists: what each shows to whom, and what their forms do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from banyan.desk.lists import tasks
from banyan.desk.lists.actions import changing, deciding, reporting
from banyan.desk.lists.models import Change, Entry, Publication, Round, Standing
from banyan.desk.people.roles import Role
from banyan.desk.records.actions import correct
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import row_of
from desk.lists.listing import FIELD, FIRST, HERE, TASK, THERE, Listing, csv_file
from desk.lists.test_terms import ending, recognized
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def as_(listing: Listing, role: Role, username: str, **more: str) -> Client:
    client = Client()
    client.force_login(listing.actor(role, username, **more).account)
    return client


def city(listing: Listing) -> Client:
    return as_(listing, Role.CITY, "decides")


def second(listing: Listing) -> Client:
    return as_(listing, Role.CITY, "publishes")


def county(listing: Listing) -> Client:
    return as_(listing, Role.COUNTY, "proposes", county=HERE)


def test_a_visitor_reads_public_lists_and_no_others(listing: Listing) -> None:
    entry = listing.entered()
    client = Client()
    assert "榕升计划" in page(client, "/lists/")
    assert entry.organization.name in page(client, "/lists/rongsheng/")
    assert "白名单" not in page(client, "/lists/")
    assert client.get("/lists/white_list/").status_code == 404


def test_a_round_goes_from_its_preparation_to_the_list_in_the_browser(listing: Listing) -> None:
    officer, other = city(listing), second(listing)
    until = timezone.localdate() + timedelta(days=5)
    prepared = {"year": timezone.localdate().year, "closes_on": until, "quota": "30"}
    assert officer.post("/lists/rongsheng/rounds/prepare/", prepared).status_code == 302
    round_ = Round.objects.get()
    address = f"/lists/rounds/{round_.pk}/"
    officer.post(f"{address}do/open/")
    listing.organizations(2)
    rows = [{"uscc": one.pk, "batch": "提升一批"} for one in listing.organizations(2)]
    file = SimpleUploadedFile("proposals.csv", csv_file(rows))
    sent = county(listing).post(
        "/lists/rongsheng/import/", {"file": file, "round": round_.pk}, follow=True
    )
    assert "提升一批" in sent.content.decode()
    county(listing).post(f"{sent.redirect_chain[-1][0]}confirm/")
    first, last = round_.candidacies.order_by("pk")
    officer.post(f"{address}decide/", {"candidacy": first.pk, "verb": "take", "reason": "成长快"})
    officer.post(
        f"{address}decide/?state=proposed", {"all": "1", "verb": "refuse", "reason": "投入不足"}
    )
    officer.post(f"{address}do/publish/", {"day": str(timezone.localdate())})
    asked = Publication.objects.get()
    assert "同时" not in page(other, address)
    other.post(f"/lists/publications/{asked.pk}/decide/", {"decision": "confirm"})
    assert Entry.objects.get().organization == first.organization
    assert first.organization.name in page(officer, "/lists/rongsheng/")
    last.refresh_from_db()
    assert last.answer == "投入不足"


def test_a_county_sees_its_own_candidates_alone(listing: Listing) -> None:
    round_ = listing.opened()
    own = listing.proposed(round_)
    other = listing.proposed(round_, listing.organization(FIRST + 5, county=THERE))
    said = page(county(listing), f"/lists/rounds/{round_.pk}/")
    assert own.organization.name in said
    assert other.organization.name not in said


def test_an_enterprise_sees_its_lists_and_what_it_lacks(listing: Listing) -> None:
    recognized(listing)
    tasks.on_day(TASK, listing.today)
    client = Client()
    client.force_login(listing.speaker().account)
    said = client.get("/lists/mine/", follow=True).content.decode()
    assert "专精特新中小企业" in said
    assert "近年设备投入达到本梯度标准" in said  # what the next tier asks


def test_an_enterprise_does_not_read_a_decision_before_it_is_published(listing: Listing) -> None:
    round_ = listing.opened("products")
    candidate = listing.proposed(round_, subject="轴承")
    deciding.refuse(listing.city, round_, [candidate.pk], "内部意见")
    client = Client()
    client.force_login(listing.speaker().account)
    organization = candidate.organization.pk
    assert "内部意见" not in page(client, f"/lists/organizations/{organization}/")
    said = page(client, f"/lists/rounds/{round_.pk}/?state=taken")
    assert "内部意见" not in said
    assert "未入选" not in said
    assert "正在遴选" in said
    assert client.get(f"/lists/rounds/{round_.pk}/export.csv").status_code == 403


def test_proposing_one_asks_what_the_tier_asks(listing: Listing) -> None:
    round_ = listing.opened("gradient")
    organization = listing.organization()
    address = f"/lists/rounds/{round_.pk}/propose/"
    said = page(county(listing), f"{address}?organization={organization.pk}&tier=little_giant")
    assert "省级奖励金额" in said
    given = {"organization": organization.pk, "tier": "little_giant", "field-field": "轴承"}
    assert county(listing).post(address, given).status_code == 302
    assert round_.candidacies.get().fields == {"field": "轴承"}
    refused = county(listing).post(address, given)
    assert refused.status_code == 422


def test_who_qualifies_is_proposed_at_once(listing: Listing) -> None:
    listing.invested(listing.organization(), 800_000)
    round_ = listing.opened()
    listing.evaluated()
    officer = city(listing)
    said = page(officer, "/lists/rongsheng/standing/")
    assert listing.organization().name in said
    number = Standing.objects.get(list="rongsheng", state="satisfied").pk
    given = {"round": round_.pk, "standing": number, "batch": "raise", "tier": ""}
    officer.post("/lists/rongsheng/standing/propose/", given)
    assert round_.candidacies.get().organization == listing.organization()


def test_who_is_near_is_found_by_county_industry_and_what_is_lacking(listing: Listing) -> None:
    here, there = listing.organization(), listing.organization(FIRST + 1, county=THERE)
    both = [here, there]
    for one in both:
        listing.invested(one, 400_000)
    type(there).objects.filter(pk=there.pk).update(industry="C2710")
    listing.evaluated()
    officer = city(listing)

    def found(asked: str) -> list[Any]:
        said = page(officer, f"/lists/rongsheng/standing/?state=near&{asked}")
        assert timezone.localdate().isoformat() in said  # as of when
        return [one for one in both if one.name in said]

    assert found("") == both
    assert found(f"county={THERE}") == [there]
    assert found("industry=C27") == [there]
    assert found("industry=C2711") == []
    assert found("lacks=growing") == both
    assert found("lacks=industrial") == []
    assert found("lacks=growing&industry=c27") == [there]


def test_a_page_asks_no_more_of_the_database_for_more_rows(listing: Listing) -> None:
    def asked(address: str) -> int:
        officer = city(listing)
        page(officer, address)
        with CaptureQueriesContext(connection) as queries:
            page(officer, address)
        return len(queries)

    addresses = ("/lists/rongsheng/standing/?state=near", "/lists/gradient/reviews/")
    counts = []
    for number in range(2):
        for one in listing.organizations(1 + 5 * number, FIRST + 10 * number):
            listing.invested(one, 400_000)
            listing.entered("gradient", one, tier="little_giant", fields=FIELD)
        Entry.objects.update(expires_on=listing.today + timedelta(days=20))
        listing.evaluated()
        counts.append([asked(one) for one in addresses])
    assert counts[0] == counts[1]


def test_re_checks_are_proposed_and_confirmed_many_at_once(listing: Listing) -> None:
    entry = ending(listing)
    officer = city(listing)
    assert entry.organization.name in page(officer, "/lists/gradient/reviews/")
    given = {"entry": entry.pk, "verb": "leave", "why": "lacking", "reason": "不达标"}
    officer.post("/lists/gradient/reviews/propose/", given)
    change = Change.objects.get()
    assert "不达标" in page(second(listing), "/lists/changes/")
    second(listing).post("/lists/changes/confirm/", {"change": change.pk})
    entry.refresh_from_db()
    assert not entry.stands


def test_an_entry_says_what_happened_to_it(listing: Listing) -> None:
    entry = listing.entered("service_engagements", subject="诊断")
    officer = city(listing)
    address = f"/lists/entries/{entry.pk}/"
    officer.post(f"{address}do/advance/", {"stage": "diagnosed", "field-finding": "能耗偏高"})
    officer.post(f"{address}do/note/", {"text": "已走访"})
    said = page(officer, address)
    assert "能耗偏高" in said
    assert "已走访" in said


def test_the_flow_shows_who_moved_where(listing: Listing) -> None:
    recognized(listing)
    tasks.on_day(TASK, listing.today)
    listing.entered("gradient", tier="little_giant", fields=FIELD)
    said = page(city(listing), "/lists/gradient/flow/")
    assert "sankey" in said
    assert "晋级" in said


def test_progress_shows_conversion_and_the_way_there(listing: Listing) -> None:
    first, other = listing.organizations(2)
    round_ = listing.opened()
    listing.taken(round_, first, other)
    begun = date(listing.today.year, 1, 2)
    entries = listing.published(round_, begun)
    reporting.report(listing.county, entries[1], listing.today.year, {"revenue": "1500"})
    row = row_of(first) | {"scaled_on": str(begun + timedelta(days=3))}
    correct(listing.city, "organizations", row, first)
    said = page(city(listing), "/lists/rongsheng/progress/")
    assert "50%" in said
    assert "75%" in said


def test_lists_and_rounds_are_exported_with_headings_that_an_import_reads(
    listing: Listing,
) -> None:
    entry = listing.entered()
    officer = city(listing)
    rows = b"".join(officer.get("/lists/rongsheng/export.csv").streaming_content).decode()
    assert rows.splitlines()[0].startswith("\ufeff统一社会信用代码,企业名称,批次,列入日期")
    assert entry.organization.pk in rows
    assert officer.get("/lists/rongsheng/export.xlsx").status_code == 200
    round_ = Round.objects.get()
    rows = b"".join(officer.get(f"/lists/rounds/{round_.pk}/export.csv").streaming_content).decode()
    assert "入选" in rows


def test_the_organizations_page_shows_its_lists(listing: Listing) -> None:
    entry = listing.entered()
    said = page(city(listing), f"/organizations/{entry.organization.pk}/")
    assert f"/lists/entries/{entry.pk}/" in said


def test_the_record_leads_back_to_the_list(listing: Listing) -> None:
    entry = listing.entered("gradient", tier="little_giant", fields=FIELD)
    record = FACTS["recognitions"].objects.get(recognition=entry.recognition)
    said = page(city(listing), f"/records/recognitions/{record.pk}/")
    assert f"/lists/entries/{entry.pk}/" in said


def test_what_waits_is_confirmed_by_who_may_write_records(listing: Listing) -> None:
    entry = ending(listing)
    changing.propose_exits(listing.city, [entry], "wish", "企业申请")
    department = as_(listing, Role.DEPARTMENT, "department")
    assert department.get(f"/lists/entries/{entry.pk}/").status_code in (200, 404)
