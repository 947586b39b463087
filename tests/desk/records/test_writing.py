"""Records are written whole or not at all, by those who may, and nothing of it is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.people.roles import Role
from banyan.desk.records import actions
from banyan.desk.records.checking import NO_REFERRER, NOT_YOURS, Draft, check
from banyan.desk.records.models import FACTS, Organization, Revision, Source
from banyan.desk.records.rows import row_of
from banyan.desk.records.writing import ConflictError
from banyan.rules.errors import FactsError, Fault
from desk.making import Making

PROJECT = {
    "municipal_key": "false",
    "special_bond": "false",
    "other_fiscal_support": "false",
    "innovation_centre": "false",
}


@pytest.fixture
def city(making: Making) -> Making:
    """Two organizations of one county and one of another."""
    for number, county in ((1, "350102"), (2, "350102"), (3, "350103")):
        making.organization(number, county=county)
    return making


def _project(making: Making, number: int, owner: int) -> dict[str, str]:
    return {"project": f"P{number}", "uscc": making.credit_code(owner), **PROJECT}


def _year(number: int, **more: str) -> dict[str, str]:
    return {
        "project": f"P{number}",
        "year": "2026",
        "equipment_gross": "1130.00",
        "equipment_net": "1000",
        "digital_net": "0",
        "digital_effective": "false",
    } | more


def _loan(making: Making, number: int, owner: int, **more: str) -> dict[str, str]:
    return {
        "loan": f"L{number}",
        "uscc": making.credit_code(owner),
        "purposes": "technology_upgrade",
        "principal": "100",
        "annual_rate": "3.45",
        "disbursed_on": "2026-03-01",
        "first_disbursed_on": "2026-03-01",
        "ends_on": "2027-03-01",
        "central_support": "false",
        "other_support": "false",
        "provincial_support": "0",
    } | more


def _faults(call: Callable[[], Any]) -> list[Fault]:
    with pytest.raises(FactsError) as error:
        call()
    return error.value.faults


def test_an_import_inserts_and_changes_and_leaves_what_is_the_same(city: Making) -> None:
    actor = city.actor(Role.CITY)
    first = {"projects": [_project(city, 1, 1)], "project_years": [_year(1)]}
    source = actions.import_rows(actor, Draft.of_rows(first))
    assert source.rows == 2
    second = {
        "projects": [_project(city, 1, 1), _project(city, 2, 2)],
        "project_years": [_year(1, equipment_net="1000.00", digital_effective="true")],
    }
    outcome = check(Draft.of_rows(second), actor.account)
    assert outcome.kinds == {
        "projects": ["unchanged", "inserted"],
        "project_years": ["changed"],
    }
    source = actions.import_rows(actor, Draft.of_rows(second))
    year = FACTS["project_years"].objects.get()
    assert (year.equipment_net, year.digital_effective, year.source) == (100000, True, source)


def test_every_record_written_has_a_revision_with_what_was_there_before(city: Making) -> None:
    actor = city.actor(Role.CITY)
    actions.import_rows(actor, Draft.of_rows({"projects": [_project(city, 1, 1)]}))
    changed = _project(city, 1, 1) | {"municipal_key": "true"}
    source = actions.import_rows(actor, Draft.of_rows({"projects": [changed]}))
    revision = source.revisions.get()
    assert (revision.table, revision.key, revision.organization) == (
        "projects",
        "P1",
        city.credit_code(1),
    )
    assert revision.before["municipal_key"] == "false"
    assert revision.after["municipal_key"] == "true"


def test_one_fault_and_nothing_is_written(city: Making) -> None:
    actor = city.actor(Role.CITY)
    rows = {
        "projects": [_project(city, 1, 1), _project(city, 2, 2)],
        "project_years": [_year(1), _year(2, equipment_net="2000"), _year(9)],
    }
    faults = _faults(lambda: actions.import_rows(actor, Draft.of_rows(rows)))
    assert [(fault.table, fault.row, fault.column) for fault in faults] == [
        ("project_years", 2, "equipment_net"),
        ("project_years", 3, "project"),
    ]
    assert not FACTS["projects"].objects.exists()
    assert not Revision.objects.exists()
    assert not Entry.objects.exists()


def test_faults_point_at_the_rows_of_the_file_and_not_at_those_laid_beside(city: Making) -> None:
    actor = city.actor(Role.CITY)
    platform = {"platform": "F", "year": "2025", "investment_net": "1", "accepted": "true"}
    one = platform | {"uscc": city.credit_code(1)}
    actions.import_rows(actor, Draft.of_rows({"platforms": [one]}))
    other = one | {"year": "2026", "uscc": city.credit_code(2)}
    faults = _faults(
        lambda: actions.import_rows(
            actor, Draft.of_rows({"platforms": [one | {"year": "2024"}, other]})
        )
    )
    assert [(fault.row, fault.column) for fault in faults] == [(2, "uscc")]


def test_a_project_does_not_change_hands_under_its_loans(city: Making) -> None:
    actor = city.actor(Role.CITY)
    rows = {"projects": [_project(city, 1, 1)], "loans": [_loan(city, 1, 1, project="P1")]}
    actions.import_rows(actor, Draft.of_rows(rows))
    moved = {"projects": [_project(city, 5, 2), _project(city, 1, 2)]}
    faults = _faults(lambda: actions.import_rows(actor, Draft.of_rows(moved)))
    assert [(fault.table, fault.row, fault.expected) for fault in faults] == [
        ("projects", 2, NO_REFERRER)
    ]
    both = moved | {"loans": [_loan(city, 1, 2, project="P1")]}
    actions.import_rows(actor, Draft.of_rows(both))
    assert FACTS["loans"].objects.get().organization_id == city.credit_code(2)


def test_a_column_that_the_file_leaves_out_stays_as_it_is(city: Making) -> None:
    actor = city.actor(Role.CITY)
    organization = Organization.objects.get(pk=city.credit_code(1))
    row = {"uscc": organization.uscc, "name": "新名称", "kind": "enterprise", "county": "350102"}
    actions.import_rows(actor, Draft.of_rows({"organizations": [row]}))
    organization.refresh_from_db()
    assert (organization.name, organization.industry) == ("新名称", "C3411")
    actions.import_rows(actor, Draft.of_rows({"organizations": [row | {"industry": ""}]}))
    organization.refresh_from_db()
    assert organization.industry is None


def test_rows_of_a_table_without_a_key_are_known_by_what_they_say(city: Making) -> None:
    actor = city.actor(Role.CITY)
    row = {
        "measure": "srdi",
        "uscc": city.credit_code(1),
        "award_key": "a",
        "year": "2025",
        "amount": "5",
    }
    actions.import_rows(actor, Draft.of_rows({"history": [row, row]}))
    outcome = check(Draft.of_rows({"history": [row, row, row]}), actor.account)
    assert outcome.kinds["history"] == ["unchanged", "unchanged", "inserted"]


def test_a_county_officer_writes_for_the_county_alone(city: Making) -> None:
    actor = city.actor(Role.COUNTY)
    actions.import_rows(actor, Draft.of_rows({"projects": [_project(city, 1, 1)]}))
    rows = {"projects": [_project(city, 2, 2), _project(city, 3, 3)]}
    faults = _faults(lambda: actions.import_rows(actor, Draft.of_rows(rows)))
    assert [(fault.row, fault.column, fault.expected) for fault in faults] == [
        (2, "uscc", NOT_YOURS)
    ]


def test_a_county_officer_takes_nothing_from_another_county(city: Making) -> None:
    actions.import_rows(
        city.actor(Role.CITY),
        Draft.of_rows(
            {"projects": [_project(city, 3, 3)], "project_years": [_year(3)]},
        ),
    )
    actor = city.actor(Role.COUNTY)
    stolen = _project(city, 3, 1)
    organization = {
        "uscc": city.credit_code(3),
        "name": "x",
        "kind": "enterprise",
        "county": "350102",
    }
    budget = {"year": "2026", "fund": "software", "amount": "1"}
    for table, row in (
        ("projects", stolen),
        ("organizations", organization),
        ("project_years", _year(3, year="2027")),
        ("budgets", budget),
        ("history", {"measure": "srdi", "uscc": city.credit_code(9), "award_key": "a"}),
    ):
        row = row | ({"year": "2025", "amount": "5"} if table == "history" else {})
        faults = _faults(
            lambda table=table, row=row: actions.import_rows(actor, Draft.of_rows({table: [row]}))
        )
        assert NOT_YOURS in {fault.expected for fault in faults}, table


def test_a_county_officer_enters_new_organizations_of_the_county(city: Making) -> None:
    actor = city.actor(Role.COUNTY)
    new = {"uscc": city.credit_code(7), "name": "新", "kind": "enterprise", "county": "350102"}
    rows = {"organizations": [new], "projects": [_project(city, 7, 7)]}
    actions.import_rows(actor, Draft.of_rows(rows))
    faults = _faults(
        lambda: actions.import_rows(
            actor,
            Draft.of_rows(
                {"organizations": [new | {"uscc": city.credit_code(8), "county": "350103"}]}
            ),
        )
    )
    assert [fault.expected for fault in faults] == [NOT_YOURS]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CITY, Role.COUNTY}))
def test_nobody_else_imports(city: Making, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.import_rows(city.actor(role), Draft.of_rows({"projects": [_project(city, 1, 1)]}))


def test_undo_leaves_the_records_as_they_were(city: Making) -> None:
    actor = city.actor(Role.CITY)
    actions.import_rows(
        actor,
        Draft.of_rows({"projects": [_project(city, 1, 1)], "project_years": [_year(1)]}),
    )
    before = {name: _all(name) for name in FACTS}
    history = {"measure": "srdi", "uscc": city.credit_code(1), "award_key": "a"}
    source = actions.import_rows(
        actor,
        Draft.of_rows(
            {
                "projects": [
                    _project(city, 1, 1) | {"name": "改名"},
                    _project(city, 2, 2),
                ],
                "project_years": [_year(2), _year(1, digital_net="3")],
                "history": [history | {"year": "2025", "amount": "5"}],
            }
        ),
    )
    assert {name: _all(name) for name in FACTS} != before
    undo = actions.undo_import(actor, source)
    assert {name: _all(name) for name in FACTS} == before
    assert (undo.kind, undo.undoes, undo.rows) == (Source.Kind.UNDONE, source, source.rows)


def _all(name: str) -> list[dict[str, str]]:
    return [row_of(record) for record in FACTS[name].objects.order_by("pk")]


def test_an_import_is_not_taken_back_twice(city: Making) -> None:
    actor = city.actor(Role.CITY)
    source = actions.import_rows(actor, Draft.of_rows({"projects": [_project(city, 1, 1)]}))
    actions.undo_import(actor, source)
    with pytest.raises(actions.UndoError):
        actions.undo_import(actor, source)


def test_undo_is_refused_where_a_later_source_changed_a_record(city: Making) -> None:
    actor = city.actor(Role.CITY)
    source = actions.import_rows(actor, Draft.of_rows({"projects": [_project(city, 1, 1)]}))
    record = FACTS["projects"].objects.get()
    later = actions.correct(actor, "projects", row_of(record) | {"name": "x"}, record)
    with pytest.raises(actions.UndoError) as error:
        actions.undo_import(actor, source)
    assert error.value.reasons == [("projects P1", later)]
    assert FACTS["projects"].objects.exists()


def test_undo_is_refused_where_a_later_record_needs_one(city: Making) -> None:
    actor = city.actor(Role.CITY)
    source = actions.import_rows(actor, Draft.of_rows({"projects": [_project(city, 1, 1)]}))
    actions.import_rows(actor, Draft.of_rows({"project_years": [_year(1)]}))
    faults = _faults(lambda: actions.undo_import(actor, source))
    assert [fault.expected for fault in faults] == [NO_REFERRER]
    assert "project_years P1 / 2026" in (faults[0].value or "")


def test_a_county_officer_does_not_take_back_what_the_city_imported(city: Making) -> None:
    source = actions.import_rows(
        city.actor(Role.CITY), Draft.of_rows({"projects": [_project(city, 1, 1)]})
    )
    with pytest.raises(PermissionDenied):
        actions.undo_import(city.actor(Role.COUNTY), source)


def test_what_an_officer_corrects_is_verified_by_the_officer(city: Making) -> None:
    actor = city.actor(Role.COUNTY)
    record = Organization.objects.get(pk=city.credit_code(1))
    actions.correct(actor, "organizations", row_of(record) | {"size": "large"}, record)
    record.refresh_from_db()
    assert (record.size, record.verified_by) == ("large", actor.account)
    entry = Entry.objects.get()
    assert entry.organization == record.pk
    assert (entry.before["size"], entry.after["size"]) == ("medium", "large")


def test_what_an_enterprise_declares_is_not_verified(city: Making) -> None:
    actor = city.actor(Role.ENTERPRISE)
    record = Organization.objects.get(pk=city.credit_code(1))
    city.representation(actor.account, record)
    actions.verify(city.actor(Role.CITY), record)
    actions.declare(actor, "organizations", row_of(record) | {"size": "small"}, record)
    record.refresh_from_db()
    assert (record.size, record.verified_by, record.verified_at) == ("small", None, None)
    assert record.source.kind == Source.Kind.DECLARED


def test_an_enterprise_declares_for_itself_alone(city: Making) -> None:
    actor = city.actor(Role.ENTERPRISE)
    own = Organization.objects.get(pk=city.credit_code(1))
    city.representation(actor.account, own)
    actions.declare(actor, "projects", _project(city, 1, 1))
    faults = _faults(lambda: actions.declare(actor, "projects", _project(city, 2, 2)))
    assert [fault.expected for fault in faults] == [NOT_YOURS]
    other = Organization.objects.get(pk=city.credit_code(2))
    with pytest.raises(PermissionDenied):
        actions.declare(actor, "organizations", row_of(other), other)


def test_an_enterprise_declares_nothing_that_is_not_its_to_say(city: Making) -> None:
    actor = city.actor(Role.ENTERPRISE)
    own = Organization.objects.get(pk=city.credit_code(1))
    city.representation(actor.account, own)
    history = {"measure": "srdi", "uscc": own.pk, "award_key": "a", "year": "2025", "amount": "1"}
    with pytest.raises(PermissionDenied):
        actions.declare(actor, "history", history)
    actions.declare(actor, "organizations", row_of(own) | {"county": "350103"}, own)
    own.refresh_from_db()
    assert own.county == "350102"


def test_of_two_who_correct_the_same_record_the_second_is_told(city: Making) -> None:
    actor = city.actor(Role.CITY)
    record = Organization.objects.get(pk=city.credit_code(1))
    seen = row_of(record)  # both open the form
    actions.correct(actor, "organizations", seen | {"size": "large"}, record, seen=seen)
    # Without what the second saw the first one's correction would be lost without a word.
    with pytest.raises(ConflictError):
        actions.correct(actor, "organizations", seen | {"name": "别名"}, record, seen=seen)
    record.refresh_from_db()
    assert record.size == "large"


def test_a_record_that_is_there_is_not_entered_again(city: Making) -> None:
    actor = city.actor(Role.CITY)
    actions.correct(actor, "projects", _project(city, 1, 1))
    with pytest.raises(ConflictError):
        actions.correct(actor, "projects", _project(city, 1, 2))


def test_a_record_goes_unless_another_refers_to_it(city: Making) -> None:
    actor = city.actor(Role.CITY)
    rows = {"projects": [_project(city, 1, 1)], "project_years": [_year(1)]}
    actions.import_rows(actor, Draft.of_rows(rows))
    project, year = FACTS["projects"].objects.get(), FACTS["project_years"].objects.get()
    assert [fault.expected for fault in _faults(lambda: actions.delete(actor, project))] == [
        NO_REFERRER
    ]
    actions.delete(actor, year)
    actions.delete(actor, project)
    assert not FACTS["projects"].objects.exists()


def test_an_organization_that_someone_represents_does_not_go(city: Making) -> None:
    actor = city.actor(Role.CITY)
    record = Organization.objects.get(pk=city.credit_code(1))
    city.representation(city.account(Role.ENTERPRISE), record)
    faults = _faults(lambda: actions.delete(actor, record))
    assert [fault.expected for fault in faults] == [NO_REFERRER]
    assert Organization.objects.filter(pk=record.pk).exists()


def test_a_look_at_an_organization_is_an_entry_once_a_day(city: Making) -> None:
    first, second = city.account(Role.CITY), city.account(Role.AUDITOR)
    record = Organization.objects.get(pk=city.credit_code(1))
    for account in (first, first, second, first):
        actions.view_organization(Actor(account), record)
    assert [entry.actor for entry in Entry.objects.order_by("number")] == [first, second]


def test_an_identifier_longer_than_the_database_holds_is_a_fault(city: Making) -> None:
    row = _project(city, 1, 1) | {"project": "P" * 201, "name": "名" * 201}
    faults = _faults(
        lambda: actions.import_rows(city.actor(Role.CITY), Draft.of_rows({"projects": [row]}))
    )
    assert [fault.column for fault in faults] == ["project", "name"]
