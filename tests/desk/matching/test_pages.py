"""The pages of matches: for enterprises and for officers."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from banyan.desk.matching import actions
from banyan.desk.matching.models import Match, Matching, PayeeAccount
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.settlement.models import Run
from desk.making import Making
from desk.matching.entitled import YEAR, centre, officer, search, speaker, told

GIVEN = {"bank": "榕荫示范银行", "number": "6222020200112233445"}


def _client(account: Account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


@pytest.fixture
def city(making: Making) -> Client:
    return _client(officer(making).account)


def _own(making: Making, number: int = 1) -> Client:
    return _client(speaker(making, number))


def _given(match: Match, /, **more: Any) -> dict[str, Any]:
    holder = Organization.objects.get(pk=match.uscc).name
    return {"match": [match.pk], "holder": holder, **GIVEN, "confirm": "1", **more}


def test_the_only_organization_is_shown_at_once(making: Making) -> None:
    match = told(making)
    page = _own(making).get("/matches/")
    assert page["Location"] == reverse("matching:answer", args=[match.uscc])


def test_of_several_organizations_one_is_chosen(making: Making) -> None:
    match = told(making)
    other = making.organization(2)
    making.representation(speaker(making), other)
    page = _own(making).get("/matches/").content.decode()
    assert other.name in page
    assert "300,000.00 yuan to confirm" in page
    assert reverse("matching:answer", args=[match.uscc]) in page


def test_one_page_says_what_why_by_which_article_and_asks_for_the_account(
    making: Making,
) -> None:
    match = told(making)
    page = _own(making).get(reverse("matching:answer", args=[match.uscc])).content.decode()
    for said in (
        "Technology centre award",
        "300,000.00",
        "A2.1",
        "The record behind it",
        "认定文件.xlsx",
        "You confirm",
        "Waiting for your answer until",
    ):
        assert said in page
    assert f'name="match" value="{match.pk}" checked' in page


def test_one_click_confirms_all_that_waits(making: Making) -> None:
    organization = centre(making)
    centre(making, kind="design_centre")
    search()
    numbers = list(Match.objects.values_list("pk", flat=True))
    actions.tell(officer(making), numbers)
    data = _given(Match.objects.get(pk=numbers[0]), match=numbers)
    page = _own(making).post(reverse("matching:answer", args=[organization.pk]), data, follow=True)
    assert set(Match.objects.values_list("state", flat=True)) == {"confirmed"}
    said = page.content.decode()
    assert "Confirmed: 2" in said
    assert "Confirmed on" in said


def test_the_account_given_last_stands_in_the_form_the_next_time(making: Making) -> None:
    match = told(making)
    address = reverse("matching:answer", args=[match.uscc])
    client = _own(making)
    client.post(address, _given(match))
    centre(making, kind="design_centre")
    search()
    actions.tell(officer(making), [Match.objects.get(state="found").pk])
    assert "6222020200112233445" in client.get(address).content.decode()


def test_a_fault_stands_at_its_field_and_what_was_written_stays(making: Making) -> None:
    match = told(making)
    address = reverse("matching:answer", args=[match.uscc])
    page = _own(making).post(address, _given(match, number="12", bank="某某银行"))
    said = page.content.decode()
    assert page.status_code == 422
    assert "8 to 34 digits." in said
    assert "某某银行" in said
    assert Match.objects.get().state == "told"


def test_nothing_ticked_is_nothing_confirmed(making: Making) -> None:
    match = told(making)
    address = reverse("matching:answer", args=[match.uscc])
    page = _own(making).post(address, _given(match, match=[]))
    assert "Choose at least one." in page.content.decode()


def test_declining_in_the_page_needs_a_reason(making: Making) -> None:
    match = told(making)
    address = reverse("matching:answer", args=[match.uscc])
    client = _own(making)
    data = {"decline": "1", "match": match.pk}
    assert client.post(address, {**data, "reason": ""}).status_code == 422
    client.post(address, {**data, "reason": "不需要"})
    assert Match.objects.get().state == "declined"
    assert "you can still confirm it" in client.get(address).content.decode()


def test_another_account_is_given_on_its_own_page(making: Making) -> None:
    match = told(making)
    client = _own(making)
    client.post(reverse("matching:answer", args=[match.uscc]), _given(match))
    address = reverse("matching:account", args=[match.uscc])
    holder = Organization.objects.get().name
    client.post(address, {"holder": holder, "bank": "另一银行", "number": "35010200000099"})
    assert PayeeAccount.objects.get(ended_at=None).bank == "另一银行"


def test_the_home_page_says_that_something_waits(making: Making) -> None:
    told(making)
    assert "Waiting for your confirmation" in _own(making).get("/").content.decode()
    assert "Waiting for your confirmation" not in _own(making, 2).get("/").content.decode()


def test_the_steps_tell_of_the_notice_and_of_the_payment(making: Making) -> None:
    match = told(making)
    client = _own(making)
    client.post(reverse("matching:answer", args=[match.uscc]), _given(match))
    address = reverse("matching:match", args=[match.pk])
    assert "Not on public notice yet." in client.get(address).content.decode()
    run = Run.objects.create(
        year=YEAR, state="noticed", noticed_on="2026-11-20", notice_ends_on="2026-11-27"
    )
    award = _award(run, match)
    said = client.get(address).content.decode()
    assert "On public notice from 2026-11-20 to 2026-11-27." in said
    Run.objects.update(state="approved")
    type(award).objects.update(state="payable")
    assert "Waiting to be paid." in client.get(address).content.decode()
    type(award).objects.update(paid=match.amount)
    assert "Paid in full." in client.get(address).content.decode()


def _award(run: Run, match: Match) -> Any:
    from banyan.desk.funds.models import Budget
    from banyan.desk.settlement.models import Award, Line

    same = {
        "measure": match.measure,
        "uscc": match.uscc,
        "subject": match.lines[0]["subject"],
        "county": match.county,
        "amount": match.amount,
    }
    line = Line.objects.create(run=run, number=1, status="granted", gross=match.amount, **same)
    budget = Budget.objects.create(year=YEAR, fund="general", county="350100")
    return Award.objects.create(line=line, budget=budget, year=YEAR, **same)


def test_the_list_is_filtered_by_state_measure_county_exception_and_name(
    making: Making, city: Client
) -> None:
    first = centre(making, 1, name="福州甲光电有限公司")
    second = centre(making, 2, "national", county="350103", name="福州乙纺织有限公司")
    search()
    names = {first.name, second.name}

    def listed(query: str) -> set[str]:
        page = city.get(f"/matches/?{query}").content.decode()
        return {name for name in names if name in page}

    assert listed("") == names
    assert listed("state=held") == {second.name}
    assert listed("exception=large_amount") == {second.name}
    assert listed("county=350102") == {first.name}
    assert listed("measure=design_centre") == set()
    assert listed("year=2027") == set()
    assert listed("year=1999&after=x&state=%00") == names


def test_the_list_goes_on_page_by_page(making: Making, city: Client) -> None:
    Match.objects.bulk_create(
        Match(
            year=YEAR,
            measure="technology_centre",
            uscc=making.credit_code(number),
            county="350102",
            amount=1,
        )
        for number in range(1, 61)
    )
    page = city.get("/matches/")
    assert len(page.context["rows"]) == 50
    onward = city.get(f"/matches/?{page.context['page'].next}")
    assert len(onward.context["rows"]) == 10


def test_all_that_the_filter_shows_are_told_with_one_button(making: Making, city: Client) -> None:
    for number in (1, 2, 3):
        centre(making, number, county="350102" if number < 3 else "350103")
    search()
    data = {"verb": "tell", "all": "1", "query": f"year={YEAR}&county=350102"}
    page = city.post(reverse("matching:act"), data, follow=True)
    assert "Done for 2." in page.content.decode()
    assert Match.objects.filter(state="told").count() == 2


def test_many_are_worked_off_in_the_background(
    making: Making,
    city: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    from banyan.desk.matching import tasks

    for number in (1, 2, 3):
        centre(making, number)
    search()
    monkeypatch.setattr(tasks, "A_STEP", 2)
    with django_capture_on_commit_callbacks(execute=True):
        city.post(reverse("matching:act"), {"verb": "tell", "all": "1", "query": ""})
    assert Match.objects.filter(state="told").count() == 3


def test_holding_back_without_a_reason_does_nothing(making: Making, city: Client) -> None:
    match = told(making)
    data = {"verb": "hold", "match": match.pk, "single": "1"}
    city.post(reverse("matching:act"), data)
    assert Match.objects.get().state == "told"
    page = city.post(reverse("matching:act"), {**data, "reason": "复核"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("matching:match", args=[match.pk])
    assert Match.objects.get().state == "held"
    assert "复核" in page.content.decode()


def test_a_county_officer_does_to_its_own_county_only(making: Making) -> None:
    here, there = told(making, 1), told(making, 2, county="350103")
    client = _client(officer(making, Role.COUNTY, county="350102").account)
    data = {"verb": "hold", "reason": "x", "match": [here.pk, there.pk]}
    client.post(reverse("matching:act"), data)
    assert Match.objects.get(pk=here.pk).state == "held"
    assert Match.objects.get(pk=there.pk).state == "told"
    assert client.get(reverse("matching:match", args=[there.pk])).status_code == 404


def test_each_exception_is_explained_on_the_page_of_the_match(making: Making, city: Client) -> None:
    match = told(making, level="national")
    page = city.get(reverse("matching:match", args=[match.pk])).content.decode()
    assert "large amount" in page
    assert "somebody looks at it before it is promised" in page


def test_the_export_holds_what_the_filter_shows_and_no_account(
    making: Making, city: Client
) -> None:
    match = told(making)
    told(making, 2, level="national")
    _own(making).post(reverse("matching:answer", args=[match.uscc]), _given(match))
    answer = city.get(reverse("matching:export") + "?state=confirmed")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][2] == match.uscc
    assert rows[1][5] == 300_000
    assert not any("6222020200112233445" in str(cell) for row in rows for cell in row)


def test_the_page_waits_for_a_search_and_shows_itself_anew_when_it_is_done(
    making: Making, city: Client
) -> None:
    city.post(reverse("matching:search"), {"year": YEAR})
    assert "every 2s" in city.get("/matches/").content.decode()
    address, headers = f"/matches/?year={YEAR}&waiting=1", {"HX-Request": "true"}
    assert "progress" in city.get(address, headers=headers).content.decode()
    Matching.objects.update(state="done")
    answer = city.get(address, headers=headers)
    assert answer["HX-Refresh"] == "true"


def test_supervisors_auditors_and_finance_read_and_decide_nothing(making: Making) -> None:
    match = told(making)
    for role in (Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR):
        client = _client(officer(making, role).account)
        assert match.uscc in client.get("/matches/").content.decode()
        page = client.get(reverse("matching:match", args=[match.pk])).content.decode()
        assert 'name="verb"' not in page
        assert client.post(reverse("matching:act"), {"verb": "hold"}).status_code == 403
