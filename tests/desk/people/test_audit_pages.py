"""What auditors read, choose, take away and verify."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from banyan.desk.audit import Actor, Origin, append_only
from banyan.desk.audit.export import neutral
from banyan.desk.audit.models import Entry, Head
from banyan.desk.audit.verification import verify
from banyan.desk.people import actions
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import claim_actions
from desk.making import Making
from desk.walking import text_of

ENTRIES = "/audit/"


@pytest.fixture
def auditor(making: Making) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(making.account(Role.AUDITOR))
    return client


def _seen(client: Client, query: str = "") -> list[str]:
    return [row["entry"].action for row in client.get(ENTRIES + query).context["rows"]]


@pytest.fixture
def events(making: Making) -> dict[str, Any]:
    """An officer invites to an organization, an administrator locks the officer."""
    organization = making.organization(1)
    officer = making.account(Role.CITY, username="lin")
    claim_actions.invite(Actor(officer), organization)
    actions.lock_account(making.actor(Role.ADMINISTRATOR), officer)
    return {"organization": organization, "officer": officer}


def test_entries_are_chosen_by_organization_account_action_and_day(
    auditor: Client, events: dict[str, Any]
) -> None:
    assert _seen(auditor) == ["people.lock_account", "records.invite"]
    uscc = events["organization"].pk
    assert _seen(auditor, f"?organization={uscc.lower()}") == ["records.invite"]
    assert _seen(auditor, "?account=lin") == ["people.lock_account", "records.invite"]
    assert _seen(auditor, "?account=administrator") == ["people.lock_account"]
    assert _seen(auditor, "?account=nobody") == []
    assert _seen(auditor, "?action=records.invite") == ["records.invite"]
    today = f"{datetime.now(UTC).astimezone():%Y-%m-%d}"
    assert _seen(auditor, "?since=2000-01-01&until=2000-01-02") == []
    assert len(_seen(auditor, f"?since=2000-01-01&until={today[:4]}-12-31")) == 2


def test_a_day_is_a_day_of_the_desk_s_own_time(auditor: Client, events: dict[str, Any]) -> None:
    """18:30 in UTC is the next day in Fuzhou."""
    _rewrite("UPDATE audit_entry SET at = '2026-05-01 18:30:00+00:00' WHERE number = 1")
    assert _seen(auditor, "?since=2026-05-02&until=2026-05-02") == ["records.invite"]
    assert _seen(auditor, "?since=2026-05-01&until=2026-05-01") == []


def test_a_day_that_is_none_shows_nothing_and_says_so(
    auditor: Client, events: dict[str, Any]
) -> None:
    page = auditor.get(ENTRIES + "?since=yesterday")
    assert page.context["form"].errors
    assert page.context["rows"] == []


def test_pages_go_on_after_the_last_entry(auditor: Client, making: Making) -> None:
    for number in range(120):
        actions.sign_in_failed(Actor(), f"n{number}", "credentials")
    seen: list[int] = []
    query = "action=people.sign_in_failed"
    while query:
        page = auditor.get(f"{ENTRIES}?{query}").context["page"]
        seen += [entry.number for entry in page.rows]
        query = page.next
    assert seen == list(range(120, 0, -1))


@pytest.mark.parametrize("after", ["x", "-1", "99999999999999999999999", "", "1;DROP"])
def test_a_mark_that_names_nothing_is_no_fault(
    auditor: Client, events: dict[str, Any], after: str
) -> None:
    assert auditor.get(ENTRIES, {"after": after}).status_code == 200


def test_an_entry_reads_before_and_after_in_words(auditor: Client, making: Making) -> None:
    account = making.account(Role.CITY, username="lin")
    finance = making.unit("finance")
    actions.change_account(
        making.actor(Role.ADMINISTRATOR), account, name="林", role=Role.FINANCE, unit=finance
    )
    number = Entry.objects.get().number
    page = auditor.get(reverse("audit:entry", args=[number]))
    said = {change.label: (change.before, change.after) for change in page.context["changes"]}
    assert said["role"] == ("City officer", "Finance officer")
    assert said["name"] == ("lin", "林")
    assert said["unit"] == ("Bureau of Industry and Information Technology", "Bureau of Finance")
    assert page.context["holds"]


def test_an_entry_that_is_not_there_is_not_found(auditor: Client) -> None:
    assert auditor.get("/audit/5/").status_code == 404


def _exported(client: Client, **chosen: str) -> list[dict[str, str]]:
    response = client.post(reverse("audit:export"), chosen)
    assert "attachment" in response["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"))))


def test_the_export_holds_what_was_chosen_and_leaves_an_entry(
    auditor: Client, events: dict[str, Any]
) -> None:
    rows = _exported(auditor, action="records.invite")
    assert [row["action"] for row in rows] == ["records.invite"]
    assert (rows[0]["account"], rows[0]["unit"]) == ("lin", str(events["officer"].unit))
    entry = Entry.objects.get(action="audit.export")
    assert entry.after == {"action": "records.invite"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_no_cell_of_the_export_is_a_formula(auditor: Client, cell: str) -> None:
    actions.sign_in_failed(Actor(None, Origin(via=cell[:10])), cell, "credentials")
    assert neutral(cell).startswith("'")
    for row in _exported(auditor):
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_supervisor_reads_and_does_not_verify(making: Making, events: dict[str, Any]) -> None:
    client = Client()
    client.force_login(making.account(Role.SUPERVISOR))
    assert client.get(ENTRIES).status_code == 200
    assert client.get("/audit/chain/").status_code == 200
    assert client.post("/audit/chain/verify/").status_code == 403


def test_the_chain_is_verified_and_says_when_by_whom_and_its_head(
    auditor: Client, events: dict[str, Any]
) -> None:
    assert auditor.get("/audit/chain/").context["verified"] is None
    head = Head.objects.get().hash
    auditor.post("/audit/chain/verify/")
    verified = auditor.get("/audit/chain/").context["verified"]
    assert verified.after == {"entries": 2, "head": head, "breaks": 0, "where": []}
    assert verified.actor == Account.objects.get(role=Role.AUDITOR)


def _rewrite(sql: str) -> None:
    with connection.cursor() as cursor:
        for statement in append_only.removals(connection.vendor, "audit_entry"):
            cursor.execute(statement)
        cursor.execute(sql)
        for statement in append_only.statements(connection.vendor, "audit_entry"):
            cursor.execute(statement)


def test_an_altered_entry_is_shown_where_one_looks(auditor: Client, events: dict[str, Any]) -> None:
    _rewrite("UPDATE audit_entry SET actor_name = 'nobody' WHERE number = 1")
    assert not auditor.get("/audit/1/").context["holds"]
    auditor.post("/audit/chain/verify/")
    verified = auditor.get("/audit/chain/").context["verified"]
    assert verified.after["breaks"] == 1
    assert verified.after["where"] == ["1: was altered"]


def test_entries_appended_while_the_chain_is_walked_are_no_break(
    making: Making, events: dict[str, Any]
) -> None:
    walk = verify()
    original = Entry.digest
    appended: list[str] = []

    def digest(self: Entry) -> str:
        if not appended:
            appended.append("nobody")
            actions.lock_out(Actor(), "nobody")
        return original(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Entry, "digest", digest)
        assert list(walk) == []
    assert Head.objects.get().number == 3


def test_an_entry_beyond_the_head_is_a_break(events: dict[str, Any]) -> None:
    Head.objects.update(number=1, hash=Entry.objects.get(number=1).hash)
    assert [(one.number, one.why) for one in verify()] == [(2, "lies beyond the head")]
