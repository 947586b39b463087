"""An organization sees who viewed and changed its record, also where many were changed at once."""

from __future__ import annotations

from django.test import Client

from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from banyan.desk.records.actions import import_rows, view_organization
from banyan.desk.records.checking import Draft
from banyan.desk.records.rows import row_of
from banyan.desk.records.trail import entries_of
from desk.making import Making


def test_an_import_over_many_organizations_is_on_the_trail_of_each_that_it_changed(
    making: Making,
) -> None:
    changed, also, untouched = (making.organization(number) for number in (1, 2, 3))
    for one in (changed, also, untouched):
        making.fact("orders", order=one.uscc, organization=one, signed_on="2026-05-01", amount=1)
    rows = [row_of(one) | {"size": "small"} for one in (changed, also)]
    import_rows(making.actor(Role.CITY), Draft.of_rows({"organizations": rows}))
    for one in (changed, also, untouched):
        one.refresh_from_db()
    assert [entry.action for entry in entries_of(changed)] == ["records.import"]
    assert [entry.action for entry in entries_of(also)] == ["records.import"]
    assert list(entries_of(untouched)) == []


def test_the_enterprise_reads_who_looked_and_who_imported(making: Making, client: Client) -> None:
    one, other = making.organization(1), making.organization(2)
    officer = making.account(Role.CITY)
    view_organization(Actor(officer), one)
    rows = [row_of(each) | {"size": "small"} for each in (one, other)]
    import_rows(Actor(officer), Draft.of_rows({"organizations": rows}))
    account = making.account(Role.ENTERPRISE)
    making.representation(account, one)
    client.force_login(account)
    page = client.get(f"/organizations/{one.uscc}/trail/").content.decode()
    assert officer.name in page
    assert other.uscc not in page
    assert other.name not in page
    assert client.get(f"/organizations/{other.uscc}/trail/").status_code == 404
