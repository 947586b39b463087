"""The pages of bulletins, and the way from a figure to the payment and the line."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from banyan.desk.audit import Actor
from banyan.desk.bulletins import actions, views
from banyan.desk.bulletins.models import Bulletin, Draft
from banyan.desk.payments.models import PaymentOrder
from banyan.desk.people.roles import OFFICIALS, Role
from banyan.desk.ui.typesetting import FontsMissingError
from desk.bulletins.paying import YEAR, Paying, somebody, today
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fonts() -> None:
    if not any(settings.FONTS.glob("*.ttf")):
        if os.environ.get("CI"):
            pytest.fail("the front end is not built")
        pytest.skip("the front end is not built (make frontend)")


@pytest.fixture
def bulletin(making: Making) -> Bulletin:
    """Gulou has paid its one award, Taijiang a part of its own."""
    paying = Paying()
    for number, county, paid in ((1, "350102", 100_00), (2, "350103", 30_00)):
        organization = making.organization(number, county=county)
        paying.award(county, "srdi", 100_00, paid, uscc=organization.uscc)
    supervisor = Actor(somebody(making, Role.SUPERVISOR, "supervisor"))
    draft = actions.draft_bulletin(supervisor, YEAR, today())
    return actions.publish(
        Actor(somebody(making, Role.CITY, "officer")), draft, "http://testserver/"
    )


def page(making: Making, role: Role, url: str, county: str = "350102") -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(somebody(making, role, f"reader-{role.value}-{county}", county=county))
    return client.get(url)


def test_everyone_who_works_for_the_government_reads_it_and_nobody_else(
    making: Making, bulletin: Bulletin
) -> None:
    url = bulletin.get_absolute_url()
    for role in Role:
        expected = 200 if role in OFFICIALS else 403
        assert page(making, role, url).status_code == expected, role
    assert Client().get(url).status_code == 302


def test_a_figure_on_the_page_leads_to_the_payment_orders_behind_it(
    making: Making, bulletin: Bulletin
) -> None:
    said = page(making, Role.AUDITOR, bulletin.get_absolute_url()).content.decode()
    code = "county-350103-paid"
    [link] = set(re.findall(rf'href="([^"]*/figures/{code}/)"', said))
    behind = page(making, Role.AUDITOR, link).content.decode()
    assert "30.00 yuan" in behind
    order = PaymentOrder.objects.get(uscc=making.credit_code(2))
    line = order.award.line
    for place in (
        f"/payments/orders/{order.reference}/",
        f"/runs/{line.run_id}/lines/{line.number}/",
    ):
        assert f'href="{place}"' in behind
        assert page(making, Role.AUDITOR, place).status_code == 200, place
    assert making.credit_code(2) in behind
    assert making.credit_code(1) not in behind


def test_every_link_of_a_bulletin_leads_to_a_page(making: Making, bulletin: Bulletin) -> None:
    said = page(making, Role.SUPERVISOR, bulletin.get_absolute_url()).content.decode()
    found = set(re.findall(r'href="(/bulletins/[^"]+)"', said))
    assert len([one for one in found if "/figures/" in one]) > 20
    for one in found:
        assert page(making, Role.SUPERVISOR, one).status_code == 200, one


def test_a_county_sees_every_figure_and_behind_it_its_own_payments(
    making: Making, bulletin: Bulletin
) -> None:
    url = f"{bulletin.get_absolute_url()}figures/total-paid/"
    said = page(making, Role.COUNTY, url, "350102").content.decode()
    assert "130.00 yuan" in said
    assert making.credit_code(1) in said
    assert making.credit_code(2) not in said
    assert "1 entry of other counties" in said


def test_behind_a_figure_that_there_is_not_is_no_page(making: Making, bulletin: Bulletin) -> None:
    for code in ("county-999999-paid", "total-stolen", "x"):
        url = f"{bulletin.get_absolute_url()}figures/{code}/"
        assert page(making, Role.AUDITOR, url).status_code == 404, code


def test_the_file_is_the_one_that_was_kept(making: Making, bulletin: Bulletin) -> None:
    for kept in bulletin.documents.all():
        url = f"{bulletin.get_absolute_url()}{kept.language}.{kept.form}"
        assert page(making, Role.COUNTY, url).content == bytes(kept.file)


def test_counties_do_not_see_drafts(making: Making, bulletin: Bulletin) -> None:
    supervisor = somebody(making, Role.SUPERVISOR, "supervisor")
    draft = actions.draft_bulletin(Actor(supervisor), YEAR, today())
    assert page(making, Role.COUNTY, draft.get_absolute_url()).status_code == 403
    actions.edit_draft(Actor(supervisor), draft, {"title_zh": "未发布", "title_en": "Not yet out"})
    assert "Not yet out" not in page(making, Role.COUNTY, "/bulletins/").content.decode()
    assert "Not yet out" in page(making, Role.FINANCE, "/bulletins/").content.decode()


def test_a_bulletin_is_drafted_changed_and_published_in_the_browser(making: Making) -> None:
    Paying().award("350102", "srdi", 100_00)
    writer, second = Client(), Client()
    writer.force_login(somebody(making, Role.SUPERVISOR, "writer"))
    second.force_login(somebody(making, Role.CITY, "second"))
    made = writer.post("/bulletins/drafts/new/", {"year": YEAR, "cut_off": today().isoformat()})
    url = made.headers["Location"]
    words = {"title_zh": "标题", "title_en": "Title", "remarks_zh": "备注一", "remarks_en": ""}
    assert writer.post(url, words).status_code == 302
    writer.post(f"{url}decide/", {"decision": "publish"})
    assert Draft.objects.get().state == Draft.State.OPEN
    published = second.post(f"{url}decide/", {"decision": "publish"})
    assert published.headers["Location"] == f"/bulletins/{YEAR}-1/"
    assert "备注一" in second.get(published.headers["Location"]).content.decode()


def test_a_preview_without_fonts_says_so(making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_fonts(*_given: object) -> bytes:
        raise FontsMissingError

    monkeypatch.setattr(views, "as_pdf", without_fonts)
    supervisor = somebody(making, Role.SUPERVISOR, "supervisor")
    draft = actions.draft_bulletin(Actor(supervisor), YEAR, today())
    got = page(making, Role.AUDITOR, f"{draft.get_absolute_url()}preview.pdf")
    assert got.headers["Location"] == draft.get_absolute_url()


def test_a_preview_of_a_draft_is_a_pdf(making: Making) -> None:
    supervisor = somebody(making, Role.SUPERVISOR, "supervisor")
    draft = actions.draft_bulletin(Actor(supervisor), YEAR, today())
    got = page(making, Role.AUDITOR, f"{draft.get_absolute_url()}preview.pdf")
    assert got.content.startswith(b"%PDF")
