"""The pages of supervision, as people use them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from banyan.desk.supervision import issuing
from banyan.desk.supervision.models import Accountability, Letter, Reconciliation, Report
from desk.making import Making
from desk.supervision import scenarios
from desk.supervision.supervising import HERE, Supervising, last_month, sent_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making, monkeypatch: pytest.MonkeyPatch) -> Supervising:
    monkeypatch.setattr(issuing, "_files", lambda *_: [])
    return Supervising(making)


def _as(client: Client, actor: object) -> Client:
    client.force_login(actor.account)  # type: ignore[attr-defined]
    return client


def test_from_the_board_to_an_accepted_answer(here: Supervising, client: Client) -> None:
    case = here.case(lead=here.power)
    _as(client, here.supervisor())
    assert client.get("/supervision/").status_code == 200
    listed = client.get("/supervision/open/", {"colour": "red"})
    [row] = listed.context["rows"]
    assert row["may_be_urged"]
    drafted = client.post("/supervision/letters/draft/", {"chosen": [row["one"].pk]})
    letter = Letter.objects.get()
    assert drafted["Location"] == letter.get_absolute_url()
    thing = letter.things.get()
    form = {"title": "限期办结", "text": "三日内办结。", "days": "3", "keep": [thing.pk]}
    client.post(f"{letter.get_absolute_url()}decide/", form | {"decision": "send"})
    letter.refresh_from_db()
    assert (letter.state, letter.title, letter.days) == ("sent", "限期办结", 3)

    _as(client, here.of_power())
    assert "三日内办结。" in client.get(letter.get_absolute_url()).content.decode()
    answered = {"text": "已抢修。", "files": sent_file("现场.pdf")}
    client.post(f"{letter.get_absolute_url()}answer/", answered)
    letter.refresh_from_db()
    assert (letter.state, letter.files.count()) == ("answered", 1)

    _as(client, here.supervisor())
    client.post(f"{letter.get_absolute_url()}decide/", {"decision": "accept"})
    letter.refresh_from_db()
    assert letter.state == "accepted"
    assert letter.get_absolute_url() in client.get(f"/cases/{case.pk}/").content.decode()
    assert client.get(f"/supervision/units/{here.power.pk}/").status_code == 200


def test_evidence_is_for_who_sees_the_letter(here: Supervising, client: Client) -> None:
    letter = here.answered()
    address = f"{letter.get_absolute_url()}file/{letter.files.get().pk}/"
    for actor, status in (
        (here.supervisor(), 200),
        (here.of_power(), 200),
        (here.of_other_unit(), 404),
        (here.officer(), 404),
    ):
        assert _as(client, actor).get(address).status_code == status


def test_from_unanswered_letters_to_accountability_in_force(
    here: Supervising, client: Client
) -> None:
    for title in ("停电", "限电"):
        here.late(here.sent(here.case(title, lead=here.power)))
    _as(client, here.city())
    [proposed] = client.get("/supervision/accountability/").context["unanswered"]
    form = client.get(f"/supervision/accountability/new/?{proposed.asked}").context["form"]
    letters = [one.pk for one in form.fields["letters"].queryset]
    assert len(letters) == 2
    asked = {
        "unit": here.power.pk,
        "sanction": "criticism",
        "reason": "两次未复。",
        "letters": letters,
        "cases": "",
    }
    assert (
        client.post("/supervision/accountability/new/", asked | {"cases": "x"}).status_code == 422
    )
    made = client.post("/supervision/accountability/new/", asked)
    record = Accountability.objects.get()
    assert made["Location"] == record.get_absolute_url()

    client.post(
        f"{record.get_absolute_url()}consent/",
        {"number": "榕政函1号", "day": timezone.localdate().isoformat(), "file": sent_file()},
    )
    _as(client, here.of_power()).post(f"{record.get_absolute_url()}view/", {"text": "电网未到位"})
    second = _as(client, here.city("second"))
    second.post(f"{record.get_absolute_url()}decide/", {"decision": "confirm"})
    record.refresh_from_db()
    assert record.state == "confirmed"
    second.post(f"{record.get_absolute_url()}revoke/", {"reason": "事实有误"})
    _as(client, here.supervisor()).post(
        f"{record.get_absolute_url()}revoke/", {"decision": "confirm"}
    )
    record.refresh_from_db()
    assert record.revoked_on == timezone.localdate()
    assert client.get("/supervision/accountability/").context["unanswered"] == []


def test_from_an_opened_month_to_two_signatures(here: Supervising, client: Client) -> None:
    scenarios._opened(here.making)
    Reconciliation.objects.all().delete()
    _as(client, here.city())
    month = f"{last_month():%Y-%m}"
    client.post("/supervision/reconciliations/open/", {"county": HERE, "month": "morgen"})
    assert not Reconciliation.objects.exists()
    client.post("/supervision/reconciliations/open/", {"county": HERE, "month": month})
    made = Reconciliation.objects.get()
    address = made.get_absolute_url()
    assert made.state == "open"
    _as(client, here.officer())
    for group in client.get(address).context["differences"]:
        client.post(f"{address}explain/", {"code": group["code"], "text": "已催办"})
    client.post(f"{address}decide/", {"decision": "sign"})
    _as(client, here.city()).post(f"{address}decide/", {"decision": "sign"})
    made.refresh_from_db()
    assert made.state == "signed"
    page = client.get(address)
    assert page.context["unchanged"]
    case = made.rows.get().case
    assert address in client.get(f"/cases/{case.pk}/").content.decode()
    assert _as(client, here.officer("350103")).get(address).status_code == 404
    assert client.get(f"{address}list.xlsx").status_code == 404


def test_a_refused_month_leads_to_its_next_version(here: Supervising, client: Client) -> None:
    made = scenarios._made(here.making)
    _as(client, here.city())
    refused = client.post(
        f"{made.get_absolute_url()}decide/", {"decision": "refuse", "reason": "少一件"}
    )
    second = Reconciliation.objects.get(version=2)
    assert (refused["Location"], second.state) == (second.get_absolute_url(), "open")
    page = client.get(made.get_absolute_url()).content.decode()
    assert second.get_absolute_url() in page
    assert "少一件" in page


def test_a_scoreboard_is_drafted_from_its_page_and_published(
    here: Supervising, client: Client
) -> None:
    _as(client, here.supervisor())
    period = f"{timezone.localdate():%Y-%m}"
    assert client.get("/supervision/scoreboard/", {"period": "2026Q1"}).status_code == 200
    client.post("/supervision/reports/new/", {"kind": "scoreboard", "period": period})
    draft = Report.objects.get()
    words = {"title_zh": "成效榜", "title_en": "Board", "remarks_zh": "加快", "remarks_en": ""}
    client.post(draft.get_absolute_url(), words)
    _as(client, here.city()).post(f"{draft.get_absolute_url()}decide/", {"decision": "publish"})
    draft.refresh_from_db()
    assert (draft.state, draft.title_zh) == ("published", "成效榜")
    client.logout()
    said = client.get(f"/supervision/published/{draft.paper}/").content.decode()
    assert "成效榜" in said
    assert "加快" in said
    assert client.get(draft.get_absolute_url()).status_code == 302


def test_the_paper_of_a_reconciliation_and_a_bulletin_are_set(
    making: Making, client: Client
) -> None:
    if not any(settings.FONTS.glob("*.ttf")):
        pytest.skip("the front end is not built (make frontend)")
    made, report = scenarios._made(making), scenarios._published(making)
    _as(client, Supervising(making).city())
    for address in (
        f"{made.get_absolute_url()}list.pdf",
        f"{report.get_absolute_url()}zh.pdf",
        f"{report.get_absolute_url()}en.pdf",
    ):
        assert client.get(address).content.startswith(b"%PDF")
    assert client.get(f"{report.get_absolute_url()}zh.docx").content.startswith(b"PK")
