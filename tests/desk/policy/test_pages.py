"""The pages of the policy library, as visitors and as administrators see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions, library
from banyan.desk.policy.models import FigureChange, TextVersion
from banyan.desk.policy_pack import declared_pack
from banyan.rules.wording import Wording
from desk.making import Making
from desk.policy.conftest import SMALL, Propose, import_small

PACK = declared_pack()
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


def _page(client: Client, name: str, *args: object, language: str = "en", query: str = "") -> str:
    client.cookies["banyan_language"] = language
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def administrator(making: Making, client: Client) -> Client:
    client.force_login(making.account(Role.ADMINISTRATOR, username="first"))
    return client


@LANGUAGES
def test_every_article_has_a_page(making: Making, client: Client, language: str) -> None:
    own = "en" if language == "en" else "zh"
    for number, article in PACK.articles.items():
        text = _page(client, "policy:article", number, language=language)
        assert escape(article.title[own]) in text
        assert escape(article.summary[own]) in text
        for unit in article.units:
            assert escape(PACK.units[unit][own]) in text


@LANGUAGES
def test_every_measure_has_a_page(making: Making, client: Client, language: str) -> None:
    wording = Wording(PACK, "en" if language == "en" else "zh")
    for code, measure in PACK.measures.items():
        text = _page(client, "policy:measure", code, language=language)
        assert escape(wording.word("measures", code)) in text
        for condition in measure.conditions:
            assert escape(wording.word("reasons", condition.code)) in text
            assert reverse("policy:article", args=[condition.article]) in text


def test_every_figure_has_a_page(making: Making, client: Client) -> None:
    for key, figure in PACK.parameters.items():
        text = _page(client, "policy:parameter", key)
        assert escape(figure.words["en"]).lower() in text.lower()


@pytest.mark.parametrize(
    ("name", "what"), [("article", "A9.9"), ("measure", "dance_award"), ("parameter", "no.figure")]
)
def test_what_is_not_there_is_not_found(
    making: Making, client: Client, name: str, what: str
) -> None:
    assert client.get(reverse(f"policy:{name}", args=[what])).status_code == 404


@LANGUAGES
@pytest.mark.parametrize("name", ["home", "parameters", "coverage", "print"])
def test_the_pages_over_all_of_it(making: Making, client: Client, name: str, language: str) -> None:
    text = _page(client, f"policy:{name}", language=language)
    assert ("技改设备补助" in text) is (language != "en")


def test_every_article_stands_in_the_table_of_contents(making: Making, client: Client) -> None:
    text = _page(client, "policy:home")
    for number in PACK.articles:
        assert reverse("policy:article", args=[number]) in text


def test_what_is_found_is_marked_while_one_types(making: Making, client: Client) -> None:
    response = client.get(reverse("policy:home"), {"q": "市科技局"}, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "<mark>市科技局</mark>" in text
    assert "<html" not in text


def test_a_query_is_not_taken_for_markup(making: Making, client: Client) -> None:
    text = client.get(reverse("policy:home"), {"q": "<b>x</b>"}).content.decode()
    assert "<b>x" not in text


def test_the_official_text_stands_beside_the_article(making: Making, client: Client) -> None:
    assert "新植补助" not in _page(client, "policy:article", "A1.1")
    import_small()
    text = _page(client, "policy:article", "A1.1")
    assert "新植补助" in text
    assert "责任单位：市农业局、市财政局" in text


def test_the_heading_above_a_clause_stands_with_it(making: Making, client: Client) -> None:
    import_small()
    text = _page(client, "policy:article", "P2.1")
    assert "主要举措" in text
    assert "扩大茶园规模" in text


def test_what_cites_a_changed_article_is_marked_on_its_page(making: Making, client: Client) -> None:
    import_small()
    import_small(lambda text: text.replace("每亩 800 元", "每亩 900 元"))
    measure = next(one for one in PACK.measures.values() if "A1.1" in library.articles_of(one))
    figure = next(one for one in PACK.parameters.values() if one.article == "A1.1")
    for name, what in (
        ("article", "A1.1"),
        ("measure", measure.code),
        ("parameter", figure.key),
    ):
        assert "to be checked" in _page(client, f"policy:{name}", what), name
    assert "to be checked" not in _page(client, "policy:article", "A2.1")


def test_the_difference_is_shown_word_by_word(making: Making, client: Client) -> None:
    import_small()
    version = import_small(lambda text: text.replace("每亩 800 元", "每亩 900 元"))
    text = _page(client, "policy:version", version.pk)
    assert 'class="bg-red-lt">800</del>' in text
    assert 'class="bg-green-lt">900</ins>' in text


def test_an_administrator_imports_a_text_and_confirms_what_changed(
    administrator: Client,
) -> None:
    import_small()
    amended = SMALL.replace("每亩 800 元", "每亩 900 元").encode()
    response = administrator.post(
        reverse("policy:import_text"),
        {
            "file": SimpleUploadedFile("amended.txt", amended),
            "number": PACK.words["document"]["number"]["zh"],
            "kind": "notice",
        },
    )
    version = TextVersion.objects.get(version=2)
    assert response.url == reverse("policy:version", args=[version.pk])
    check = version.checks.get()
    administrator.post(
        reverse("policy:confirm_article", args=[check.pk]), {"note": "the figure is adopted"}
    )
    check.refresh_from_db()
    assert check.note == "the figure is adopted"


def test_a_text_that_cannot_be_read_is_explained(administrator: Client) -> None:
    administrator.cookies["banyan_language"] = "en"
    response = administrator.post(
        reverse("policy:import_text"),
        {"file": SimpleUploadedFile("x.txt", "没有条款".encode()), "kind": "notice"},
    )
    assert response.status_code == 422
    assert "No numbered clause was found" in response.content.decode()


def test_a_change_is_proposed_seen_and_confirmed_in_the_browser(
    administrator: Client, making: Making, second: Actor, propose: Propose
) -> None:
    change = propose("2%", date(2027, 1, 1))
    address = reverse("policy:change", args=[change.pk])
    decide = reverse("policy:decide", args=[change.pk])
    own = _page(administrator, "policy:change", change.pk)
    assert 'value="confirm"' not in own
    assert 'value="withdraw"' in own
    other = Client()
    other.force_login(second.account)
    assert 'value="confirm"' in _page(other, "policy:change", change.pk)
    assert other.post(decide, {"decision": "confirm"}).url == address
    change.refresh_from_db()
    assert change.state == FigureChange.State.CONFIRMED
    text = _page(Client(), "policy:parameter", "equipment.rate")
    assert "2%" in text
    assert "2027-01-01" in text


@pytest.fixture
def first(administrator: Client) -> Actor:
    """Who is signed in proposes."""
    from banyan.desk.people.models import Account

    return Actor(Account.objects.get(username="first"))


def test_the_form_says_what_is_wrong_with_a_value(administrator: Client) -> None:
    administrator.cookies["banyan_language"] = "en"
    response = administrator.post(
        reverse("policy:propose", args=["equipment.rate"]),
        {"value": "4%", "starts": "2027-01-01", "reason": "more"},
    )
    assert response.status_code == 422
    assert "4% is above the ceiling" in response.content.decode()


def test_the_form_leads_to_the_change(administrator: Client) -> None:
    response = administrator.post(
        reverse("policy:propose", args=["equipment.rate"]),
        {"value": "2%", "starts": "2027-01-01", "last_day": "2027-12-31", "reason": "less"},
    )
    change = FigureChange.objects.get()
    assert response.url == reverse("policy:change", args=[change.pk])
    assert change.ends == date(2028, 1, 1)


def test_no_change_of_what_the_document_fixes_is_offered(administrator: Client) -> None:
    address = reverse("policy:propose", args=["newly_scaled.years"])
    assert administrator.get(address).status_code == 404
    assert address not in _page(administrator, "policy:parameter", "newly_scaled.years")


def test_there_is_no_button_to_confirm_before_the_cost_is_there(
    making: Making, second: Actor, first: Actor
) -> None:
    change = actions.propose_figure(
        first, "equipment.rate", "2%", date(2027, 1, 1), date(2031, 1, 1), "less"
    )
    client = Client()
    client.force_login(second.account)
    text = _page(client, "policy:change", change.pk)
    assert 'value="confirm"' not in text
    assert "hx-trigger" in text


def test_who_gains_and_loses_is_named_to_who_may_see_them(
    making: Making, first: Actor, propose: Propose
) -> None:
    organization = making.organization(7)
    change = propose()
    simulation = change.simulations.get()
    row = {"uscc": organization.uscc, "name": "an enterprise that loses", "difference": -5}
    simulation.result["losers"] = [row]
    simulation.save()
    seen = {}
    for role in (Role.ADMINISTRATOR, Role.FINANCE):
        client = Client()
        client.force_login(making.account(role, username=f"reader-{role}"))
        seen[role] = row["name"] in _page(client, "policy:change", change.pk)
    assert seen == {Role.ADMINISTRATOR: False, Role.FINANCE: True}


def test_a_visitor_is_not_told_of_proposals(making: Making, propose: Propose) -> None:
    change = propose("2%")
    assert change.reason not in _page(Client(), "policy:parameter", "equipment.rate")
