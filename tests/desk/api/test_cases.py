"""Programs find, open and move cases as their account may, each once and none blindly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from banyan.desk.api.actions import make_token
from banyan.desk.api.models import Scope
from banyan.desk.audit import Actor
from banyan.desk.cases.actions import dispatching
from banyan.desk.cases.models import Case
from banyan.desk.people.roles import Role
from desk.cases.living import Living
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def living(making: Making) -> Living:
    return Living(making)


class Program:
    """Calls with a token of somebody."""

    def __init__(self, who: Actor) -> None:
        self.token = make_token(who, "ERP", Scope.values)[1]

    def get(self, path: str, **asked: Any) -> Any:
        return Client().get(f"/api/v1/{path}", asked, headers=self._headers())

    def post(self, path: str, **said: Any) -> Any:
        return Client().post(
            f"/api/v1/{path}", said, content_type="application/json", headers=self._headers()
        )

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}", "accept-language": "en"}


def _wanted(living: Living, **more: Any) -> dict[str, Any]:
    said = {
        "key": "ticket-1",
        "kind": "problem",
        "category": "energy",
        "title": "车间停电",
        "text": "每周两次。",
        "organization": living.organization.pk,
    }
    return said | more


def test_an_account_finds_the_cases_that_its_pages_show(living: Living) -> None:
    case = living.dispatched()
    elsewhere = living.making.actor(Role.COUNTY, username="elsewhere", county="350103")
    found = {
        who.name: [one["number"] for one in Program(who).get("cases").json()["cases"]]
        for who in (living.county, living.enterprise, living.lead, living.company, elsewhere)
    }
    mine = [case.pk]
    assert found == {
        "keeper": mine,
        "owner": mine,
        "bureau": mine,
        "company": [],
        "elsewhere": [],
    }
    assert Program(elsewhere).get(f"cases/{case.pk}").status_code == 404
    assert Program(living.lead).get(f"cases/{case.pk}").json()["lead"] == "county-bureau"


def test_cases_are_found_page_by_page_and_by_what_they_are(living: Living) -> None:
    numbers = [living.raised(title=f"停电第{number}次").pk for number in range(3)]
    dispatching.dispatch(living.county, Case.objects.get(pk=numbers[2]), living.bureau)
    keeper = Program(living.county)
    first = keeper.get("cases", limit=2).json()
    assert [one["number"] for one in first["cases"]] == numbers[:2]
    rest = keeper.get("cases", after=first["next"]).json()
    assert [one["number"] for one in rest["cases"]] == numbers[2:]
    assert rest["next"] is None
    for asked, expected in (
        ({"state": "dispatched"}, numbers[2:]),
        ({"unit": "county-bureau"}, numbers[2:]),
        ({"q": "第1次"}, numbers[1:2]),
        ({"category": "problem.land"}, []),
        ({"state": "open", "organization": living.organization.pk}, numbers),
    ):
        answer = keeper.get("cases", **asked).json()
        assert [one["number"] for one in answer["cases"]] == expected, asked
    assert keeper.get("cases", unit="nobody").status_code == 404


def test_the_same_key_again_gives_the_same_case(living: Living) -> None:
    owner = Program(living.enterprise)
    first = owner.post("cases", **_wanted(living))
    again = owner.post("cases", **_wanted(living, title="另一个标题"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert again.json()["title"] == "车间停电"
    case = Case.objects.get()
    assert (case.origin, case.raised_by) == ("interface", living.enterprise.account)
    # another's key is another's
    assert Program(living.county).post("cases", **_wanted(living)).status_code == 201


def test_what_a_category_asks_must_be_said(living: Living) -> None:
    owner = Program(living.enterprise)
    refused = owner.post("cases", **_wanted(living, kind="factor", category="power"))
    assert refused.status_code == 422
    assert refused.json()["field"] == "field-capacity"
    assert owner.post("cases", **_wanted(living, kind="warning")).json()["field"] == "category"
    assert owner.post("cases", **_wanted(living, organization=None)).status_code == 404
    stranger = Program(living.making.actor(Role.ENTERPRISE, username="stranger"))
    assert stranger.post("cases", **_wanted(living)).status_code == 404
    assert not Case.objects.exists()


def test_a_unit_has_its_own_system_do_its_moves(living: Living) -> None:
    case = living.dispatched()
    unit = Program(living.lead)
    taken = unit.post(f"cases/{case.pk}/accept", version=case.version).json()
    assert taken["state"] == "under_way"
    answer = {"version": taken["version"], "answer": "换了变压器。"}
    refused = unit.post(f"cases/{case.pk}/answer", **answer)
    assert (refused.status_code, refused.json()["field"]) == (422, "no_evidence")
    done = unit.post(f"cases/{case.pk}/answer", no_evidence="电话核实", **answer).json()
    assert (done["state"], done["no_evidence"]) == ("answered", "电话核实")
    assert [one["action"] for one in done["moves"]][-1] == "report_solved"


def test_a_unit_sends_a_case_back_and_reports_steps(living: Living) -> None:
    unit = Program(living.lead)
    case = living.dispatched()
    sent = unit.post(f"cases/{case.pk}/refuse", version=case.version, reason="不归我们")
    assert sent.json()["state"] == "disputed"
    assert "不归我们" not in Program(living.enterprise).get(f"cases/{case.pk}").content.decode()
    warning = living.warning()
    step = unit.post(f"cases/{warning.pk}/steps/answer", version=warning.version, note="已联系")
    assert [one["done_at"] is not None for one in step.json()["steps"]] == [True, False, False]


def test_who_has_seen_an_older_case_is_told_and_changes_nothing(living: Living) -> None:
    case = living.dispatched()
    dispatching.accept(living.lead, case)
    stale = Program(living.lead).post(
        f"cases/{case.pk}/refuse", version=case.version, reason="不归我们"
    )
    assert stale.status_code == 409
    assert (stale.json()["state"], stale.json()["version"]) == ("under_way", case.version + 1)
    assert Case.objects.get().state == "under_way"


def test_who_may_not_move_a_case_on_its_page_may_not_by_program(living: Living) -> None:
    case = living.dispatched()
    for who in (living.enterprise, living.county):
        answer = Program(who).post(f"cases/{case.pk}/accept", version=case.version)
        assert answer.status_code == 403
    hidden = Program(living.company).post(f"cases/{case.pk}/accept", version=case.version)
    assert hidden.status_code == 404


def test_the_kinds_say_what_must_be_given(living: Living) -> None:
    kinds = {one["code"]: one for one in json.loads(Client().get("/api/v1/case-kinds").content)}
    assert kinds["problem"]["raised"]
    assert not kinds["warning"]["raised"]
    power = next(one for one in kinds["factor"]["categories"] if one["code"] == "power")
    assert "capacity" in [field["code"] for field in power["fields"]]
