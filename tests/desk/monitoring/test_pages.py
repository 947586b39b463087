"""The pages of monitoring, as people use them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from banyan.desk.cases.models import Case
from banyan.desk.cases.search.question import LIGHTS
from banyan.desk.monitoring.models import KeyEnterprise, MonthlyFigure
from banyan.desk.monitoring.tasks import evaluate_months
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.monitoring.watching import SYSTEM, back, figures, reported, watched

pytestmark = pytest.mark.django_db


def signed_in(account: Account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


@pytest.fixture
def city(making: Making) -> Client:
    return signed_in(making.account(Role.CITY))


def test_an_enterprise_reports_by_the_form_and_sees_what_it_reported(making: Making) -> None:
    organization, account = watched(making), making.account(Role.ENTERPRISE)
    making.representation(account, organization)
    client, page = signed_in(account), reverse("monitoring:report", args=[organization.pk])
    assert client.get(page).status_code == 200
    given = {"month": f"{back(1):%Y-%m}", "output": "1,234.5", "power": "7.001", "jobs": "12"}
    assert client.post(page, given).status_code == 302
    (figure,) = figures(organization)
    assert (figure.output, figure.power, figure.jobs, figure.source) == (123450, 7001, 12, "form")
    assert "1,234.50" in client.get(page).text


@pytest.mark.parametrize("wrong", ["x", "-1", "1.234"])
def test_the_form_says_which_number_cannot_be(making: Making, city: Client, wrong: str) -> None:
    page = reverse("monitoring:report", args=[watched(making).pk])
    answer = city.post(page, {"month": f"{back(1):%Y-%m}", "output": wrong})
    assert answer.status_code == 422
    assert "is-invalid" in answer.text
    assert not MonthlyFigure.objects.exists()


def test_a_strangers_enterprise_is_not_there(making: Making) -> None:
    organization = watched(making, 2, county="350103")
    county = signed_in(making.account(Role.COUNTY))
    for name in ("enterprise", "report"):
        page = reverse(f"monitoring:{name}", args=[organization.pk])
        assert county.get(page).status_code == 404


def test_the_list_shows_who_has_not_reported(making: Making, city: Client) -> None:
    done, missing = watched(making, 1), watched(making, 2)
    reported(done, {1: 100})
    page = city.get(reverse("monitoring:enterprises"), {"show": "missing"}).text
    assert missing.name in page
    assert done.name not in page
    both = city.get(reverse("monitoring:enterprises"), {"county": "350102"}).text
    assert missing.name in both
    assert done.name in both


def test_a_list_is_imported_or_its_faults_are_shown(making: Making, city: Client) -> None:
    organization = watched(making)

    def send(*rows: str) -> str:
        text = "\n".join(["信用代码,月份,产值", *rows])
        file = SimpleUploadedFile("list.csv", text.encode())
        return city.post(reverse("monitoring:import"), {"file": file}).text

    assert "viele" in send(f"{organization.pk},{back(1):%Y-%m},viele")
    assert not MonthlyFigure.objects.exists()
    assert "New: 1" in send(f"{organization.pk},{back(1):%Y-%m},5")
    assert city.get(reverse("monitoring:template")).status_code == 200


def test_another_threshold_is_tried_beside_the_present_one(making: Making, city: Client) -> None:
    reported(watched(making), {13: 1000, 1: 850})
    page = reverse("monitoring:try")
    plain = city.get(page, {"rule": "output_year", "threshold": "10%"})
    assert plain.context["totals"] == (0, 1) or back(1).month == 1
    assert city.get(page, {"rule": "output_year", "threshold": "x"}).status_code == 422
    county = signed_in(making.account(Role.COUNTY, county="350103"))
    assert county.get(page, {"rule": "output_year", "threshold": "10%"}).context["totals"] == (0, 0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ["home", "try", "precision", "enterprises", "import"])
def test_every_page_opens_in_both_languages(making: Making, name: str, language: str) -> None:
    reported(watched(making), {13: 1000, 2: 900, 1: 300})
    client = signed_in(making.account(Role.CITY))
    client.cookies["django_language"] = language
    assert client.get(reverse(f"monitoring:{name}")).status_code == 200


def test_an_enterprises_page_has_a_chart_for_each_indicator(making: Making, city: Client) -> None:
    organization = watched(making)
    reported(organization, {13: 1000, 2: 900, 1: 300})
    reported(organization, {1: 200})
    page = city.get(reverse("monitoring:enterprise", args=[organization.pk]), {"months": "36"})
    assert len(page.context["charts"]) == 5
    assert len(page.context["versions"]) == 2
    assert page.status_code == 200


def test_an_organization_is_made_a_key_enterprise_on_its_page(making: Making, city: Client) -> None:
    organization = making.organization()
    page = reverse("monitoring:watch", args=[organization.pk])
    city.post(page)
    assert KeyEnterprise.objects.get().since == back(1)
    city.post(page, {"end": "1"})
    assert KeyEnterprise.objects.get().until == back(0)


def test_the_counties_of_the_overview_lead_to_their_warnings(making: Making) -> None:
    page = signed_in(making.account(Role.CITY)).get(reverse("monitoring:home")).text
    assert f"{reverse('cases:ledger')}?kind=warning&amp;county=350102" in page


def test_each_number_of_a_month_leads_to_the_enterprises_that_it_counts(
    making: Making, city: Client
) -> None:
    fell, steady, silent, later = (watched(making, number) for number in range(1, 5))
    KeyEnterprise.objects.filter(organization=later).update(since=back(0))
    reported(fell, {2: 1000, 1: 100})
    reported(steady, {2: 1000, 1: 1000})
    evaluate_months(SYSTEM, [back(1)])
    names = {one.pk: one.name for one in (fell, steady, silent, later)}

    def led_to(link: str) -> set[str]:
        assert f'href="{link.replace("&", "&amp;")}"' in home
        page = city.get(link).text
        return {code for code, name in names.items() if name in page}

    home = city.get(reverse("monitoring:home")).text
    month = f"{reverse('monitoring:enterprises')}?month={back(1):%Y-%m}"
    assert led_to(month) == {fell.pk, steady.pk, silent.pk}
    assert led_to(f"{month}&show=reported") == {fell.pk, steady.pk}
    assert led_to(f"{month}&show=output") == {fell.pk}
    assert led_to(f"{month.replace(f'{back(1):%Y-%m}', f'{back(2):%Y-%m}')}&show=reported") == {
        fell.pk,
        steady.pk,
    }


def test_a_countys_tile_and_its_lights_lead_to_its_open_warnings(
    making: Making, city: Client
) -> None:
    reported(watched(making), {2: 1000, 1: 100})
    evaluate_months(SYSTEM, [back(1)])
    (case,) = Case.objects.filter(kind="warning", category="output")
    ledger = f"{reverse('cases:ledger')}?kind=warning&county=350102"
    home = city.get(reverse("monitoring:home"))
    tiles = {one["link"]: one["value"] for one in home.context["tiles"]["series"]["data"]}
    assert ledger in tiles
    (light,) = [one for one in LIGHTS if f"{ledger}&light={one}".replace("&", "&amp;") in home.text]
    for one in LIGHTS:
        assert (case.reference in city.get(f"{ledger}&light={one}").text) == (one == light)
