"""The letter says what the page says, and its text can be read out of the PDF."""

from __future__ import annotations

import io
import os
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from banyan.desk.audit import Actor
from banyan.desk.benefits import actions, keeping
from banyan.desk.benefits.keeping import current
from banyan.desk.benefits.letter import letter, letter_of
from banyan.desk.people.roles import Role
from desk.benefits.conftest import YEAR, Enterprise, order
from desk.making import Making

TODAY = date(YEAR, 7, 1)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    if not any(settings.FONTS.glob("*.ttf")):
        if os.environ.get("CI"):
            pytest.fail("the front end is not built")
        pytest.skip("the front end is not built (make frontend)")


def made(organization: Any, language: str) -> PdfReader:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return PdfReader(io.BytesIO(letter(current(organization, YEAR), language, TODAY)))


def in_english(organization: Any) -> dict[str, Any]:
    with translation.override("en"):
        return letter_of(current(organization, YEAR), "en", TODAY)


def text(pdf: PdfReader) -> str:
    """Without spaces: between Chinese and other letters some are set that nobody wrote."""
    return "".join("".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ["市工信局", "2026年惠企政策告知书", "数智化项目补助", "不是审批决定", "第1页，共"]),
        ("en", ["BureauofIndustry", "Digitalprojectgrant", "notadecision", "Page1of"]),
    ],
)
def test_the_letter_holds_amounts_articles_and_gaps(
    enterprise: Enterprise, language: str, said: list[str]
) -> None:
    organization = enterprise()
    content = text(made(organization, language))
    for one in (*said, organization.pk, "200,000.00", "A3.3", "1,600,000.00", "2026-12-31"):
        assert one in content


def test_the_letter_is_a4_and_carries_its_fonts(enterprise: Enterprise) -> None:
    pdf = made(enterprise(), "zh")
    page = pdf.pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    fonts = page["/Resources"]["/Font"].values()
    for font in fonts:
        described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(described.get_object())


def test_the_same_state_gives_the_same_letter(enterprise: Enterprise) -> None:
    state = current(enterprise(), YEAR)
    assert letter(state, "zh", TODAY) == letter(state, "zh", TODAY)


def test_another_amount_gives_another_number(making: Making, enterprise: Enterprise) -> None:
    organization = enterprise()
    before = in_english(organization)["number"]
    organization.industry = "I6510"
    organization.save()
    keeping.renew(organization.pk, YEAR)
    assert in_english(organization)["number"] != before


@pytest.mark.usefixtures("nobody_settles")
def test_without_a_settled_city_the_letter_counts_nothing_that_others_decide(
    making: Making, enterprise: Enterprise
) -> None:
    organization = enterprise()
    order(making, organization, 30_000_000)
    said = in_english(organization)
    assert said["yours"]["total"] == "200,000.00"
    (contested,) = [one for one in said["sections"] if "others" in one["title"]]
    assert "has not been settled yet" in contested["items"][0]["details"][0]
    actions.settle_boards(Actor(), YEAR)
    assert in_english(organization)["yours"]["total"] == "1,400,000.00"


def test_a_name_cannot_write_into_the_letter(making: Making, enterprise: Enterprise) -> None:
    """What stands in records is text, never a command of the typesetter."""
    organization = enterprise()
    organization.name = '#panic("x") *bold* $x$ @ref'
    organization.save()
    assert '#panic("x")*bold*$x$@ref' in text(made(organization, "en"))


def test_the_letter_is_given_to_who_sees_the_organization(
    making: Making, enterprise: Enterprise
) -> None:
    organization = enterprise()
    address = f"/organizations/{organization.pk}/benefits/letter.pdf?year={YEAR}"
    person = making.account(Role.ENTERPRISE)
    client = Client()
    client.force_login(person)
    assert client.get(address).status_code == 404
    making.representation(person, organization)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF")
