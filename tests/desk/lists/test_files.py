"""A file of proposals or of who is in a list is checked row by row and comes once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from banyan.desk.lists.exporting import candidates_sheet, csv_of
from banyan.desk.lists.importing import actions, tasks
from banyan.desk.lists.importing.reading import columns, read_list
from banyan.desk.lists.models import Candidacy, Entry
from banyan.desk.records.importing.archive import CSV_TYPE
from desk.lists.listing import FIRST, THERE, Listing
from desk.lists.test_terms import recognized
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def test_every_fault_is_told_in_its_cell_and_nothing_is_written(listing: Listing) -> None:
    round_ = listing.opened()
    code = listing.organization().pk
    elsewhere = listing.organization(FIRST + 1, county=THERE).pk
    rows = [
        {"uscc": code, "batch": "raise", "score": "80"},
        {"uscc": code, "batch": "raise", "score": ""},
        {"uscc": elsewhere, "batch": "raise", "score": ""},
        {"uscc": "", "batch": "raise", "score": ""},
        {"uscc": listing.organization(FIRST + 2).pk, "batch": "大批", "score": ""},
        {"uscc": listing.organization(FIRST + 3).pk, "batch": "raise", "score": "很好"},
    ]
    made = listing.sent(rows, round_)
    faults = [sorted(row.faults) for row in actions.kept_rows(made)]
    assert faults == [[], ["uscc"], ["uscc"], ["uscc"], ["batch"], ["score"]]
    assert (made.state, made.faulty) == ("faulty", 5)
    with pytest.raises(actions.NotReadyError):
        actions.confirm(listing.county, made)


def test_a_file_that_is_sent_twice_comes_once(listing: Listing) -> None:
    round_ = listing.opened()
    rows = [{"uscc": one.pk, "batch": "raise"} for one in listing.organizations(3)]
    listing.imported(listing.sent(rows, round_))
    again = listing.sent(rows, round_)
    assert (again.state, again.known) == ("ready", 3)
    listing.imported(again)
    assert Candidacy.objects.count() == 3


def test_what_a_list_asks_is_a_column_by_its_name_in_either_language(listing: Listing) -> None:
    round_ = listing.opened("leaders")
    rows = [{"统一社会信用代码": listing.organization().pk, "Revenue of last year": "8,000"}]
    listing.imported(listing.sent(rows, round_, code="leaders"))
    assert Candidacy.objects.get().fields == {"revenue": "8000"}


def test_a_worker_that_dies_half_way_is_followed_by_one_that_ends_it(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_A_TIME", 2)
    round_ = listing.opened()
    rows = [{"uscc": one.pk, "batch": "raise"} for one in listing.organizations(5)]
    made = listing.sent(rows, round_)
    actions.confirm(listing.county, made)
    made.refresh_from_db()
    assert actions.write_some(listing.county, made)
    tasks.begin_write(listing.county, made)
    made.refresh_from_db()
    assert (made.state, made.written, Candidacy.objects.count()) == ("done", 5, 5)


def test_who_is_in_a_list_already_is_imported_as_it_stands(listing: Listing) -> None:
    rows = [
        {
            "uscc": listing.organization().pk,
            "field-services": "",
            "tier": "诊断服务机构",
            "entered_on": "2025-05-01",
            "expires_on": "2027-05-01",
        }
    ]
    made = listing.sent(rows, None, code="service_institutions")
    listing.imported(made)
    entry = Entry.objects.get()
    assert (entry.tier, entry.origin, str(entry.expires_on)) == (
        "diagnosis",
        "imported",
        "2027-05-01",
    )


def test_a_recognition_is_imported_only_with_its_verified_record(listing: Listing) -> None:
    recognized(listing)
    rows = [
        {"uscc": listing.organization(number).pk, "tier": "srdi", "entered_on": "2025-05-01"}
        for number in (FIRST, FIRST + 1)
    ]
    made = listing.sent(rows, None, code="gradient")
    assert [sorted(row.faults) for row in actions.kept_rows(made)] == [[], ["tier"]]
    listing.imported(listing.sent(rows[:1], None, code="gradient"))
    assert Entry.objects.get().recognition == "R71"


def test_a_county_imports_proposals_and_no_entries(listing: Listing) -> None:
    rows = [{"uscc": listing.organization().pk, "batch": "raise", "entered_on": "2025-05-01"}]
    with pytest.raises(PermissionDenied):
        listing.sent(rows, None, actor=listing.county)


def test_a_word_that_is_no_choice_is_told_which_there_are(listing: Listing) -> None:
    rows = [{"uscc": listing.organization().pk, "batch": "其他一批"}]
    with translation.override("zh-hans"):
        made = listing.sent(rows, listing.opened())
    [row] = actions.kept_rows(made)
    assert row.faults["batch"].startswith("以下之一：提升一批、")


def test_a_file_without_the_columns_is_no_list(listing: Listing) -> None:
    made = listing.sent([{"name": "甲"}], listing.opened())
    assert (made.state, made.rows) == ("faulty", 0)


def test_what_is_exported_can_be_imported(listing: Listing, tmp_path: Path) -> None:
    round_ = listing.opened()
    listing.proposed(round_)
    sheet = candidates_sheet(round_.declared, Candidacy.objects.all())
    path = tmp_path / "candidates.csv"
    with translation.override("zh-hans"):
        path.write_text("".join(csv_of(sheet)), encoding="utf-8")
        [row] = read_list(path, CSV_TYPE, columns(round_.declared, entries=False))
    assert row.values["uscc"] == listing.organization().pk
    assert row.values["batch"] == "提升一批"
