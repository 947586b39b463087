"""A draft becomes a bulletin by a second person, and then nothing of it changes."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from docx import Document as WordDocument
from pypdf import PdfReader

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.bulletins import actions
from banyan.desk.bulletins.documents import desk_address, documents_of
from banyan.desk.bulletins.models import Bulletin, Document, Draft, Explanation
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from desk.bulletins.paying import YEAR, Paying, somebody, today
from desk.making import Making

pytestmark = pytest.mark.django_db

ADDRESS = "https://desk.example/"


@pytest.fixture(autouse=True)
def _fonts() -> None:
    if not any(settings.FONTS.glob("*.ttf")):
        if os.environ.get("CI"):
            pytest.fail("the front end is not built")
        pytest.skip("the front end is not built (make frontend)")


@pytest.fixture
def supervisor(making: Making) -> Actor:
    return Actor(somebody(making, Role.SUPERVISOR, "supervisor"))


@pytest.fixture
def officer(making: Making) -> Actor:
    return Actor(somebody(making, Role.CITY, "officer"))


@pytest.fixture
def paying(db: None) -> Paying:
    paying = Paying()
    paying.award("350102", "srdi", 1_000_00, 1_000_00)
    paying.award("350103", "srdi", 1_000_00)
    return paying


@pytest.fixture
def draft(paying: Paying, supervisor: Actor) -> Draft:
    return actions.draft_bulletin(supervisor, YEAR, today())


@pytest.fixture
def bulletin(draft: Draft, officer: Actor) -> Bulletin:
    return actions.publish(officer, draft, ADDRESS)


def text(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def links(pdf: bytes) -> set[str]:
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for note in page.get("/Annots") or []:
            found.add(note.get_object()["/A"]["/URI"])
    return found


def file_of(bulletin: Bulletin, form: str, language: str = "zh") -> bytes:
    return bytes(Document.objects.get(bulletin=bulletin, form=form, language=language).file)


def test_whoever_drafted_it_does_not_publish_it(draft: Draft, supervisor: Actor) -> None:
    with pytest.raises(RefusedError):
        actions.publish(supervisor, draft, ADDRESS)
    assert not Bulletin.objects.exists()


def test_whoever_changed_it_last_does_not_publish_it(
    draft: Draft, supervisor: Actor, officer: Actor
) -> None:
    words = {"title_zh": "另一标题", "title_en": "Another title"}
    actions.edit_draft(officer, draft, words)
    with pytest.raises(RefusedError):
        actions.publish(officer, draft, ADDRESS)
    assert actions.publish(supervisor, draft, ADDRESS).words["title_zh"] == "另一标题"


@pytest.mark.parametrize("role", [Role.COUNTY, Role.FINANCE, Role.AUDITOR, Role.ENTERPRISE])
def test_others_neither_draft_nor_publish(making: Making, draft: Draft, role: Role) -> None:
    other = Actor(somebody(making, role, f"other-{role.value}"))
    with pytest.raises(PermissionDenied):
        actions.draft_bulletin(other, YEAR, today())
    with pytest.raises(PermissionDenied):
        actions.publish(other, draft, ADDRESS)


def test_no_bulletin_of_a_day_to_come(supervisor: Actor) -> None:
    with pytest.raises(RefusedError):
        actions.draft_bulletin(supervisor, YEAR, today() + timedelta(days=1))


def test_what_the_ledger_no_longer_says_is_not_published(
    draft: Draft, paying: Paying, supervisor: Actor, officer: Actor
) -> None:
    paying.award("350104", "srdi", 500_00)
    with pytest.raises(RefusedError):
        actions.publish(officer, draft, ADDRESS)
    actions.refresh_draft(supervisor, draft)
    assert actions.publish(officer, draft, ADDRESS).content["figures"]["total-approved"] == 2_500_00


def test_a_bulletin_stays_as_it_was_when_more_is_paid(bulletin: Bulletin, paying: Paying) -> None:
    paying.award("350102", "srdi", 9_000_00, 9_000_00)
    kept = Bulletin.objects.get(pk=bulletin.pk)
    assert kept.content == bulletin.content
    assert kept.content["figures"]["total-paid"] == 1_000_00


@pytest.mark.parametrize("model", [Bulletin, Document])
def test_the_database_refuses_to_change_or_delete_what_was_published(
    bulletin: Bulletin, model: Any
) -> None:
    changed = {"number": 7} if model is Bulletin else {"sha256": "0" * 64}
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


def test_a_published_or_discarded_draft_is_worked_on_no_more(
    draft: Draft, bulletin: Bulletin, supervisor: Actor, officer: Actor
) -> None:
    for act in (
        lambda: actions.publish(officer, draft, ADDRESS),
        lambda: actions.refresh_draft(supervisor, draft),
        lambda: actions.discard_draft(supervisor, draft),
    ):
        with pytest.raises(RefusedError):
            act()


def test_a_discarded_draft_leaves_no_gap(supervisor: Actor, officer: Actor, draft: Draft) -> None:
    actions.discard_draft(supervisor, draft)
    numbers = []
    for _ in range(3):
        another = actions.draft_bulletin(supervisor, YEAR, today())
        numbers.append(actions.publish(officer, another, ADDRESS).number)
    assert numbers == [1, 2, 3]


def test_a_publication_that_fails_takes_no_number(
    draft: Draft, supervisor: Actor, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(bulletin: Bulletin) -> dict[str, str]:
        raise RuntimeError("no paper")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_keep_documents", broken)
        with pytest.raises(RuntimeError):
            actions.publish(officer, draft, ADDRESS)
    assert actions.publish(officer, draft, ADDRESS).number == 1


def test_the_files_are_kept_with_their_hashes_and_come_out_the_same_again(
    bulletin: Bulletin,
) -> None:
    kept = {(one.form, one.language): one for one in bulletin.documents.all()}
    assert set(kept) == {("pdf", "zh"), ("docx", "zh"), ("pdf", "en"), ("docx", "en")}
    for form, language, file in documents_of(Bulletin.objects.get(pk=bulletin.pk)):
        one = kept[form.value, language]
        assert hashlib.sha256(file).hexdigest() == one.sha256, (form, language)
        assert bytes(one.file) == file


def test_the_pdf_says_number_figures_and_who_lags(bulletin: Bulletin) -> None:
    said = text(file_of(bulletin, "pdf"))
    for words in (
        "惠企资金兑现情况通报",
        f"{YEAR}年第1期",
        "50.0%",
        "鼓楼区",
        "台江区",
        "市工信局",
    ):
        assert words in said, words
    assert "No.1of" in text(file_of(bulletin, "pdf", "en"))


def test_every_figure_of_the_tables_is_a_link_in_pdf_and_word(bulletin: Bulletin) -> None:
    base = f"{bulletin.content['address']}/bulletins/{bulletin.code}/figures"
    word = WordDocument(io.BytesIO(file_of(bulletin, "docx")))
    in_word = {one.target_ref for one in word.part.rels.values() if one.is_external}
    in_pdf = links(file_of(bulletin, "pdf"))
    assert in_word == in_pdf
    for code in ("total-paid", "county-350102-paid", "county-350103-progress", "measure-srdi-paid"):
        assert f"{base}/{code}/" in in_pdf, code
    codes = {one.removeprefix(base).strip("/") for one in in_pdf}
    assert codes <= set(bulletin.content["figures"])


def test_links_lead_to_the_name_of_the_desk_or_else_to_where_it_was_published(
    settings: Any,
) -> None:
    settings.ALLOWED_HOSTS = [*settings.LOOPBACK, "desk.example"]
    settings.TLS = True
    assert desk_address("http://127.0.0.1:8000/") == "https://desk.example"
    settings.ALLOWED_HOSTS = [*settings.LOOPBACK]
    assert desk_address("http://127.0.0.1:8000/") == "http://127.0.0.1:8000"


def test_county_officers_are_told_and_those_who_lag_must_explain(
    making: Making, draft: Draft, officer: Actor
) -> None:
    gulou = somebody(making, Role.COUNTY, "gulou", county="350102")
    taijiang = somebody(making, Role.COUNTY, "taijiang", county="350103")
    bulletin = actions.publish(officer, draft, ADDRESS)
    told = Message.objects.filter(kind="bulletins.published").values_list("account", flat=True)
    assert set(told) == {gulou.pk, taijiang.pk}
    [asked] = Explanation.objects.filter(bulletin=bulletin)
    obligation = Obligation.objects.get(kind="bulletins.explain")
    assert (asked.county, obligation.county) == ("350103", "350103")
    actions.explain(Actor(taijiang), asked, "账户信息待核对，月底前完成。")
    obligation.refresh_from_db()
    assert obligation.state == Obligation.State.DONE
    with pytest.raises(RefusedError):
        actions.explain(Actor(taijiang), asked, "再说一次")


def test_a_county_does_not_explain_for_another(making: Making, bulletin: Bulletin) -> None:
    gulou = somebody(making, Role.COUNTY, "gulou", county="350102")
    asked = Explanation.objects.get(bulletin=bulletin, county="350103")
    with pytest.raises(PermissionDenied):
        actions.explain(Actor(gulou), asked, "不是我们")
