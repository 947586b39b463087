"""An auditor who starts from a figure in the PDF ends at the row that was imported, and at the
article."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from pypdf import PdfReader

from banyan.desk.audit import Actor
from banyan.desk.bulletins import actions
from banyan.desk.bulletins.models import Bulletin
from banyan.desk.matching.models import Consent
from banyan.desk.payments import actions as payments
from banyan.desk.payments.payable import Choice
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Import
from desk.bulletins.paying import YEAR, somebody, today
from desk.making import Making
from desk.payments.paying import Paying
from desk.records.files import csv_file
from desk.settlement.cities import City

pytestmark = pytest.mark.django_db

HEADINGS = ("recognition", "uscc", "kind", "level", "subject", "recognized_on", "score")


@pytest.fixture(autouse=True)
def _fonts_and_folders(settings: Any, tmp_path: Path) -> None:
    if not any(configured.FONTS.glob("*.ttf")):
        if os.environ.get("CI"):
            pytest.fail("the front end is not built")
        pytest.skip("the front end is not built (make frontend)")
    settings.DATA = settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def bulletin(making: Making, tmp_path: Path) -> Bulletin:
    """Of a payment that began as a row of a list."""
    city = City(making)
    organization = city.organization(1)
    _import(city, organization.uscc)
    city.approved()
    _pay(making, organization.uscc, tmp_path)
    supervisor = Actor(somebody(making, Role.SUPERVISOR, "supervisor"))
    draft = actions.draft_bulletin(supervisor, YEAR, today())
    return actions.publish(city.second, draft, "http://testserver/")


def _import(city: City, uscc: str) -> None:
    row = ("R1", uscc, "innovative_product", "municipal", "新产品", f"{YEAR}-03-01", "90")
    officer = Client()
    officer.force_login(city.first.account)
    officer.post(
        "/imports/", {"file": csv_file(HEADINGS, row, name="名单.csv"), "table": "recognitions"}
    )
    number = Import.objects.get().pk
    officer.post(f"/imports/{number}/confirm/", {"verified": "on"})


def _pay(making: Making, uscc: str, folder: Path) -> None:
    paying = Paying(making)
    paying.account(1, state="good")
    Consent.objects.create(year=YEAR, measure="innovative_product", uscc=uscc, origin="match")
    batch = payments.draw_up(paying.first, Choice(YEAR, "350100"))
    payments.make_file(paying.first, payments.check_batch(paying.second, batch))
    [order] = batch.orders.all()
    paying.answer(folder / "bank.csv", (order.reference, "成功", f"{order.amount // 100}.00"))


def _links(said: bytes) -> list[str]:
    return re.findall(r'href="([^"]+)"', said.decode())


def _one(links: list[str], pattern: str) -> str:
    found = {link for link in links if re.fullmatch(pattern, link)}
    assert len(found) == 1, (pattern, links)
    return found.pop()


def test_from_a_figure_in_the_pdf_to_the_imported_row_and_the_article(
    making: Making, bulletin: Bulletin
) -> None:
    auditor = Client()
    auditor.force_login(somebody(making, Role.AUDITOR, "auditor"))

    def follow(link: str) -> list[str]:
        got = auditor.get(link)
        assert got.status_code == 200, link
        return _links(got.content)

    kept = bytes(bulletin.documents.get(form="pdf", language="zh").file)
    in_pdf = [
        note.get_object()["/A"]["/URI"]
        for page in PdfReader(io.BytesIO(kept)).pages
        for note in page.get("/Annots") or []
    ]
    figure = urlsplit(next(link for link in in_pdf if link.endswith("/county-350102-paid/"))).path
    behind = follow(figure)
    order = follow(_one(behind, r"/payments/orders/\w+/"))
    assert order
    line = follow(_one(behind, r"/runs/\d+/lines/\d+/"))
    record = _one(line, r"/records/recognitions/\d+/")
    article = next(link for link in line if link.startswith("/policy/articles/A2"))
    follow(article)
    said = auditor.get(record).content.decode()
    assert "R1" in said
    assert "名单.csv" in said
