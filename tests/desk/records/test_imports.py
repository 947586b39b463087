"""An officer sends a list, sees what is wrong with it, mends it, has it written, takes it back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from banyan.desk.people.roles import Role
from banyan.desk.records import progress
from banyan.desk.records.importing import preview, tasks
from banyan.desk.records.models import FACTS, Import, Source, Upload
from desk.making import Making
from desk.records.files import PROJECTS, changed_archive, csv_file, workbook, workbook_content


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(making: Making) -> Making:
    for number, county in ((1, "350102"), (2, "350102"), (3, "350103")):
        making.organization(number, county=county)
    return making


@pytest.fixture
def officer(city: Making, client: Client) -> Client:
    client.force_login(city.account(Role.CITY))
    return client


def _send(client: Client, file: Any, table: str = "") -> Import:
    response = client.post("/imports/", {"file": file, "table": table})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.latest("pk")


def _refused(client: Client, file: Any) -> str:
    response = client.post("/imports/", {"file": file})
    assert response.status_code == 422
    assert not Upload.objects.exists()
    return str(response.context["fault"])


def _row(city: Making, number: int, owner: int, *marks: str) -> list[str]:
    return [f"P{number}", city.credit_code(owner), f"项目{number}", *(marks or ("否",) * 4)]


def test_a_list_in_chinese_words_is_checked_confirmed_and_written(
    city: Making, officer: Client
) -> None:
    rows = [PROJECTS, _row(city, 1, 1, "是", "否", "否", "否"), _row(city, 2, 2)]
    of = _send(officer, workbook({"Sheet1": rows}))
    assert (of.state, of.counts) == ("ready", {"projects": {"inserted": 2}})
    assert not FACTS["projects"].objects.exists()
    officer.post(f"/imports/{of.pk}/confirm/")
    of.refresh_from_db()
    assert of.state == "done"
    first = FACTS["projects"].objects.get(project="P1")
    assert (first.name, first.municipal_key, first.source) == ("项目1", True, of.source)
    assert (first.verified_by, of.source.upload) == (None, of.upload)


def test_an_officer_vouches_for_the_rows_of_a_file(city: Making, officer: Client) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}))
    officer.post(f"/imports/{of.pk}/confirm/", {"verified": "on"})
    assert FACTS["projects"].objects.get().verified_by == of.made_by


def test_every_fault_is_shown_in_the_rows_of_the_file(city: Making, officer: Client) -> None:
    rows = [
        PROJECTS,
        _row(city, 1, 1),
        _row(city, 2, 9),
        ["", "", "", "", "", "", ""],
        _row(city, 3, 2, "也许", "否", "否", "否"),
        _row(city, 1, 2),
    ]
    of = _send(officer, workbook({"Sheet1": rows}))
    assert of.state == "faulty"
    found = of.faults.order_by("row").values_list("row", "column")
    assert list(found) == [(2, "uscc"), (4, "municipal_key"), (5, "project")]
    page = officer.get(f"/imports/{of.pk}/")
    shown = page.context["page"].rows
    assert [row.number for row in shown] == [2, 4, 5]
    assert [[bool(cell.faults) for cell in row.cells].index(True) for row in shown] == [1, 3, 0]
    assert shown[1].cells[3].text == "也许"
    assert "也许" in page.content.decode()


def test_nothing_is_written_of_a_list_with_faults(city: Making, officer: Client) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1), _row(city, 2, 9)]}))
    officer.post(f"/imports/{of.pk}/confirm/")
    of.refresh_from_db()
    assert of.state == "faulty"
    assert not FACTS["projects"].objects.exists()


def test_all_rows_can_be_shown_and_only_those_with_faults(city: Making, officer: Client) -> None:
    rows = [PROJECTS, *(_row(city, n, 1) for n in range(60)), _row(city, 99, 9)]
    of = _send(officer, workbook({"Sheet1": rows}))
    every = officer.get(f"/imports/{of.pk}/?show=all").context["page"]
    assert len(every.rows) == preview.SHOWN
    rest = officer.get(f"/imports/{of.pk}/?{every.next}").context["page"]
    assert [row.number for row in rest.rows] == list(range(51, 62))
    faulty = officer.get(f"/imports/{of.pk}/?show=faulty").context["page"]
    assert [row.number for row in faulty.rows] == [61]


def test_thousands_of_faults_are_paged_and_counted_by_kind(city: Making, officer: Client) -> None:
    rows = [PROJECTS, *(_row(city, n, 1, "?", "否", "否", "否") for n in range(3000))]
    of = _send(officer, workbook({"Sheet1": rows}))
    assert of.faults.count() == 3000
    assert [kind["count"] for kind in of.kinds] == [3000]
    page = officer.get(f"/imports/{of.pk}/?show=faulty&after=2990").context["page"]
    assert [row.number for row in page.rows] == list(range(2991, 3001))


def test_a_workbook_of_several_tables_is_one_import(city: Making, officer: Client) -> None:
    years = ["项目编号", "投资年度", "年度设备（含软件）实际投资额（含税，元）"]
    years += ["年度设备（含软件）实际投资额（不含增值税，元）"]
    years += ["年度数智化软硬件实际投资额（不含增值税，元）", "数智化成效是否明显（经评定）"]
    sheets = {
        "项目年度投资": [years, ["P1", "2026年", "1,130,000.00", 1000000, 0, "否"]],
        "技改和数智化项目": [PROJECTS, _row(city, 1, 1)],
        "说明": [["这一页不是数据"]],
    }
    of = _send(officer, workbook(sheets))
    assert of.state == "ready", list(of.faults.values())
    officer.post(f"/imports/{of.pk}/confirm/")
    year = FACTS["project_years"].objects.get()
    assert (year.year, year.equipment_gross, year.equipment_net) == (2026, 113000000, 100000000)


@pytest.mark.parametrize("written", ["2026-03-01", "2026/3/1", "2026年3月1日", "20260301"])
def test_dates_are_read_as_people_write_them(city: Making, officer: Client, written: str) -> None:
    heads = ["order", "uscc", "signed_on", "amount"]
    of = _send(officer, csv_file(heads, ["O1", city.credit_code(1), written, "5"]))
    assert of.state == "ready"
    officer.post(f"/imports/{of.pk}/confirm/")
    assert FACTS["orders"].objects.get().signed_on == date(2026, 3, 1)


def test_a_csv_file_of_chinese_excel_is_read(city: Making, officer: Client) -> None:
    file = csv_file(PROJECTS, _row(city, 1, 1), name="项目.csv", encoding="gb18030")
    of = _send(officer, file)
    assert (of.state, of.upload.name) == ("ready", "项目.csv")


def test_what_is_on_record_already_is_unchanged_and_what_differs_is_changed(
    city: Making, officer: Client
) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1), _row(city, 2, 1)]}))
    officer.post(f"/imports/{of.pk}/confirm/")
    rows = [_row(city, 1, 1), _row(city, 2, 1, "是", "否", "否", "否"), _row(city, 3, 1)]
    of = _send(officer, workbook({"Sheet1": [PROJECTS, *rows]}))
    assert of.counts == {"projects": {"unchanged": 1, "changed": 1, "inserted": 1}}


def test_an_import_is_taken_back(city: Making, officer: Client) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}))
    officer.post(f"/imports/{of.pk}/confirm/")
    officer.post(f"/imports/{of.pk}/undo/")
    of.refresh_from_db()
    assert of.state == "undone"
    assert not FACTS["projects"].objects.exists()
    assert of.source.undone_by.kind == Source.Kind.UNDONE


def test_an_import_that_others_have_built_on_is_not_taken_back_and_says_why(
    city: Making, officer: Client
) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}))
    officer.post(f"/imports/{of.pk}/confirm/")
    again = _send(
        officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1, "是", "否", "否", "否")]})
    )
    officer.post(f"/imports/{again.pk}/confirm/")
    response = officer.post(f"/imports/{of.pk}/undo/")
    assert response.status_code == 409
    assert [one["record"] for one in response.context["reasons"]] == ["projects P1"]
    assert FACTS["projects"].objects.get().municipal_key


def test_an_import_is_confirmed_once(city: Making, officer: Client) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}))
    for _ in range(2):
        officer.post(f"/imports/{of.pk}/confirm/")
    assert Source.objects.filter(kind="imported", upload=of.upload).count() == 1


def test_what_changed_between_check_and_confirmation_is_found_at_the_writing(
    city: Making, officer: Client
) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 3)]}))
    FACTS["organizations"].objects.get(pk=city.credit_code(3)).delete()
    officer.post(f"/imports/{of.pk}/confirm/")
    of.refresh_from_db()
    assert of.state == "faulty"
    assert not FACTS["projects"].objects.exists()


def test_a_county_officer_is_told_at_the_row_that_it_is_not_the_countys(
    city: Making, client: Client
) -> None:
    client.force_login(city.account(Role.COUNTY))
    of = _send(client, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1), _row(city, 2, 3)]}))
    assert list(of.faults.values_list("row", "column")) == [(2, "uscc")]


def test_a_county_sees_neither_imports_nor_files_of_another(city: Making, client: Client) -> None:
    client.force_login(city.account(Role.COUNTY))
    of = _send(client, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}))
    other = Client()
    other.force_login(city.account(Role.COUNTY, username="other", county="350103"))
    for address in (f"/imports/{of.pk}/", f"/imports/{of.pk}/file/"):
        assert client.get(address).status_code == 200
        assert other.get(address).status_code == 404
    assert other.post(f"/imports/{of.pk}/confirm/").status_code == 404
    assert of.upload.name not in other.get("/imports/").content.decode()


def test_a_file_is_served_as_an_attachment_that_no_browser_opens(
    city: Making, officer: Client
) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}, name="清单.xlsx"))
    response: Any = officer.get(f"/imports/{of.pk}/file/")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response.streaming_content)[:2] == b"PK"


def test_a_template_that_is_filled_in_is_imported(city: Making, officer: Client) -> None:
    import io

    from openpyxl import load_workbook

    content = officer.get("/imports/templates/projects.xlsx").content
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert sheet.data_validations.dataValidation
    for place, text in enumerate(_row(city, 1, 1), start=1):
        sheet.cell(2, place, text)
    buffer = io.BytesIO()
    book.save(buffer)
    from django.core.files.uploadedfile import SimpleUploadedFile

    of = _send(officer, SimpleUploadedFile("t.xlsx", buffer.getvalue()))
    assert (of.state, of.counts) == ("ready", {"projects": {"inserted": 1}}), of.kinds


@pytest.mark.parametrize("table", [*FACTS, "all"])
def test_every_table_has_a_template(officer: Client, table: str) -> None:
    response = officer.get(f"/imports/templates/{table}.xlsx")
    assert response.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xls", b"\xd0\xcf\x11\xe0"),
        ("list.exe", b"MZ"),
        ("list.xlsx", b"no archive"),
        ("list.xlsx", b"PK\x03\x04 damaged"),
        ("list.csv", b"PK\x03\x04\x00\x00\x00"),
        ("list.csv", b"a,b\r\n\xff\xfe\xff\xff"),
        ("list.csv", b""),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    officer: Client, name: str, content: bytes
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert _refused(officer, SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/vbaProject.bin": b"macro"},
        {"xl/embeddings/oleObject1.bin": b"object"},
        {"xl/activeX/activeX1.xml": b"<x/>"},
        {"xl/worksheets/sheet9.xml": b"<!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>"},
        {"xl/worksheets/sheet9.xml": b"<x>" + b" " * 40_000_000 + b"</x>"},
        {"../outside.xml": b"<x/>"},
    ],
)
def test_a_harmful_workbook_is_refused(officer: Client, parts: dict[str, bytes]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = changed_archive(workbook_content({"Sheet1": [PROJECTS]}), **parts)
    assert _refused(officer, SimpleUploadedFile("list.xlsx", content))


def test_a_file_that_is_too_large_is_refused_while_it_comes(
    officer: Client, settings: Settings
) -> None:
    settings.UPLOAD_LARGEST = 1000
    fault = _refused(officer, csv_file(["a" * 2000]))
    assert "MB" in fault


def test_a_file_of_no_known_table_says_so(officer: Client) -> None:
    of = _send(officer, csv_file(["甲", "乙"], ["1", "2"]))
    assert (of.state, [kind["expected"] for kind in of.kinds]) == (
        "faulty",
        ["a table of the schema"],
    )


def test_large_files_are_worked_on_in_the_background(
    city: Making,
    officer: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(tasks, "SMALL", 0)
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}))
    assert of.state == "checking"  # its task starts when the request has been committed
    page = officer.get(f"/imports/{of.pk}/", headers={"HX-Request": "true"})
    assert "every 2s" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.begin_check(_actor(of), of)
    of.refresh_from_db()
    assert of.state == "ready"
    page = officer.get(f"/imports/{of.pk}/?waiting=1", headers={"HX-Request": "true"})
    assert page["HX-Refresh"] == "true"
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"/imports/{of.pk}/confirm/")
    of.refresh_from_db()
    assert of.state == "done"


def _actor(of: Import) -> Any:
    from banyan.desk.audit import Actor

    return Actor(of.made_by)


def test_work_that_died_can_be_begun_again(
    city: Making, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = _send(officer, workbook({"Sheet1": [PROJECTS, _row(city, 1, 1)]}))
    Import.objects.filter(pk=of.pk).update(state="writing")  # as a killed worker leaves it
    assert "/again/" not in officer.get(f"/imports/{of.pk}/").content.decode()
    monkeypatch.setattr(progress, "SILENT", -1)
    assert "/again/" in officer.get(f"/imports/{of.pk}/").content.decode()
    officer.post(f"/imports/{of.pk}/again/")
    of.refresh_from_db()
    assert of.state == "done"
