"""The pages of tasks."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from banyan.desk.audit import Actor
from banyan.desk.tasks import actions
from banyan.desk.tasks.models import Report, Task, TaskList
from desk.making import Making
from desk.tasks.carrying import HERE, THERE, Carrying
from desk.walking import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making) -> Carrying:
    return Carrying(making)


def _client(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    assert actor.account is not None
    client.force_login(actor.account)
    return client


def _said(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return text_of(response)


def test_a_year_is_drafted_completed_and_published_in_the_browser(here: Carrying) -> None:
    city = _client(here.city())
    assert "Draft the list of a year" in _said(city, "/tasks/")
    city.post("/tasks/lists/", {"year": "2026"})
    drafted = TaskList.objects.get()
    assert "have no unit at this desk" in _said(city, "/tasks/lists/2026/")
    gas = drafted.tasks.get(code="gas")
    unit = here.making.unit("gas")
    city.post(f"/tasks/{gas.pk}/change/", {"do": "assign", "lead": unit.pk, "helpers": []})
    city.post(
        "/tasks/lists/2026/change/",
        {"do": "reschedule", "task": gas.pk, "due_on": "2026-09-30"},
    )
    city.post("/tasks/lists/2026/change/", {"do": "leave_out", "task": drafted.tasks.first().pk})
    city.post("/tasks/lists/2026/change/", {"do": "publish"})
    gas.refresh_from_db()
    assert (gas.lead, gas.due_on) == (unit, date(2026, 9, 30))
    page = _said(_client(here.people_of(unit)), "/tasks/?year=2026")
    assert "Lower the cost of gas" in page
    assert city.get("/tasks/lists/2026/").status_code == 302


def test_a_task_of_the_citys_own_is_filled_in(here: Carrying) -> None:
    listed = here.empty_list()
    city = _client(here.city())
    given = {
        "article": "P3.1",
        "title_zh": "开展专项行动",
        "done_zh": "行动结束",
        "lead": here.making.unit("power").pk,
        "due_on": f"{listed.year}-12-31",
        "milestones": f"{listed.year}-12-30 完成总结",
    }
    address = f"/tasks/lists/{listed.year}/add/"
    wrong = city.post(address, given | {"milestones": "六月 完成"})
    assert wrong.status_code == 422
    assert city.post(address, given).status_code == 302
    made = Task.objects.get()
    assert made.milestones.get().words_zh == "完成总结"
    assert city.post(address, given | {"due_on": "2020-01-01"}).status_code == 422


def test_a_task_is_reported_checked_and_done_in_the_browser(here: Carrying) -> None:
    day = timezone.localdate()
    task = here.task(target=2, measure_zh="场", milestones=[(day, "第一场")])
    unit, city = _client(here.power()), _client(here.city("second"))
    address = f"/tasks/{task.pk}/"
    change = f"{address}change/"
    milestone = task.milestones.get()
    unit.post(change, {"do": "reach", "milestone": milestone.pk, "note": "已办"})
    missing = unit.post(change, {"do": "report", "month": here.month(), "number": 2, "words": ""})
    assert missing.status_code == 422
    file = SimpleUploadedFile("照片.pdf", b"%PDF-1.4\n%%EOF\n")
    sent = {
        "do": "report",
        "month": here.month(),
        "number": 2,
        "words": "两场都已办",
        "files": file,
    }
    assert unit.post(change, sent).status_code == 302
    assert "两场都已办" in _said(city, address)
    evidence = Report.objects.get().files.get()
    assert city.get(f"/tasks/files/{evidence.pk}/").status_code == 200
    unit.post(change, {"do": "report_done", "reason": "附照片"})
    assert "It is done" in _said(city, address)
    city.post(f"{address}decide/", {"decision": "confirm"})
    task.refresh_from_db()
    assert task.state == "done"
    assert city.post(f"{address}decide/", {"decision": "confirm"}).status_code == 302


def test_a_file_that_is_none_is_refused_beside_what_was_written(here: Carrying) -> None:
    task = here.task()
    file = SimpleUploadedFile("x.pdf", b"MZ")
    sent = {"do": "report", "month": here.month(), "percent": 2, "words": "写了很多", "files": file}
    page = _client(here.power()).post(f"/tasks/{task.pk}/change/", sent)
    assert page.status_code == 422
    assert "写了很多" in page.content.decode()


def test_a_unit_reports_its_month_on_one_page(here: Carrying) -> None:
    tasks = [here.task(f"任务{number}") for number in range(3)]
    unit = _client(here.power())
    address = f"/tasks/month/{here.month():%Y-%m}/"
    assert all(one.title_zh in _said(unit, address) for one in tasks)
    filled = {f"figure-{tasks[0].pk}": "40", f"words-{tasks[0].pk}": "完成四成"}
    wrong = unit.post(
        address, filled | {f"figure-{tasks[1].pk}": "999", f"words-{tasks[1].pk}": "x"}
    )
    assert wrong.status_code == 422
    assert "完成四成" in wrong.content.decode()
    assert Report.objects.count() == 0
    assert unit.post(address, filled).status_code == 302
    left = _said(unit, address)
    assert tasks[0].title_zh not in left
    assert tasks[1].title_zh in left
    assert unit.get("/tasks/month/2099-01/").status_code == 404
    assert unit.get("/tasks/month/nonsense/").status_code == 404


def test_counts_by_light_lead_to_the_same_number_of_tasks(here: Carrying) -> None:
    day = timezone.localdate()
    first = day - timedelta(days=60)
    long_ago = here.empty_list(first.year)
    here.task("红的", list=long_ago, starts_on=first, due_on=day - timedelta(days=1))
    here.task("绿的", list=long_ago, starts_on=day, due_on=day + timedelta(days=30))
    yellow = here.task("黄的", list=long_ago, starts_on=first, due_on=day + timedelta(days=60))
    actions.report(here.power(), actions.Given(yellow, here.month(), "做", percent=30))
    city = _client(here.city())
    home = _said(city, f"/tasks/?year={first.year}&by=article")
    assert "far behind" in home
    for light, title in (("red", "红的"), ("yellow", "黄的"), ("green", "绿的")):
        page = _said(city, f"/tasks/find/?year={first.year}&light={light}&article=P2.10")
        titles = [one for one in ("红的", "黄的", "绿的") if one in page]
        assert titles == [title]


@pytest.mark.parametrize("by", ["unit", "article", "county", "nonsense"])
def test_every_way_of_counting_shows_what_one_sees(here: Carrying, by: str) -> None:
    making = here.making
    here.task("县里的任务", lead=making.unit(f"county-{HERE}", HERE))
    here.task("别县的任务", lead=making.unit(f"county-{THERE}", THERE))
    page = _said(_client(here.county()), f"/tasks/?by={by}")
    assert "县里的任务" in page
    assert "别县的任务" not in page


def test_what_cannot_be_read_of_a_question_is_not_asked(here: Carrying) -> None:
    here.task()
    page = _said(
        _client(here.city()), "/tasks/find/?unit=x&article=Z&county=1&light=pink&year=²&after=~"
    )
    assert "保障企业用电" in page


def test_a_list_is_taken_home_as_a_workbook(here: Carrying) -> None:
    here.task("=1+1")
    city = _client(here.city())
    book = load_workbook(io.BytesIO(b"".join(city.get("/tasks/export.xlsx").streaming_content)))
    rows = list(book.active.values)
    assert rows[1][2] == "'=1+1"
    assert "'=1+1" in text_of(city.get("/tasks/export.csv"))
    assert city.get("/tasks/export.pdf").status_code == 404


def test_a_unit_has_its_responsibilities_as_a_document(here: Carrying) -> None:
    task = here.task(milestones=[(timezone.localdate(), "过半")])
    year = task.list.year
    unit = _client(here.power(), "zh-hans")
    address = f"/tasks/units/{task.lead_id}/{year}"
    content = Document(io.BytesIO(unit.get(f"{address}.docx").content))
    cells = [cell.text for row in content.tables[0].rows for cell in row.cells]
    assert any("保障企业用电" in one for one in cells)
    assert unit.get(f"{address}.pdf").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(b"".join(unit.get(f"{address}.xlsx").streaming_content)))
    assert [row[2] for row in book.active.values][1:] == ["保障企业用电"]
    assert _client(here.county()).get(f"{address}.pdf").status_code == 404


def test_a_problem_raised_from_a_task_names_it_on_its_page(here: Carrying) -> None:
    task = here.task()
    unit = _client(here.power())
    unit.post(
        f"/tasks/{task.pk}/change/",
        {"do": "raise", "title": "站址没有落实", "category": "land", "text": ""},
    )
    case = task.raised.get().case
    assert task.reference in _said(_client(here.city()), f"/cases/{case.pk}/")
    assert case.reference in _said(unit, f"/tasks/{task.pk}/")


def test_the_library_says_which_tasks_follow_an_article(here: Carrying) -> None:
    here.task()
    visitor = Client(headers={"accept-language": "en"})
    page = _said(visitor, "/policy/articles/P2.10/")
    assert "Lower the cost of gas" in page
    assert "/tasks/find/" not in page
    assert "/tasks/find/" in _said(_client(here.power()), "/policy/articles/P2.10/")
    assert "A rule of exclusion" in _said(visitor, "/policy/articles/A3.7.3/")


def test_another_countys_task_is_not_found(here: Carrying) -> None:
    task = here.task(lead=here.making.unit(f"county-{THERE}", THERE))
    assert _client(here.county(HERE)).get(f"/tasks/{task.pk}/").status_code == 404
    assert _client(here.county(THERE)).get(f"/tasks/{task.pk}/").status_code == 200


def test_the_city_proposes_and_another_drops_in_the_browser(here: Carrying) -> None:
    task = here.task()
    address = f"/tasks/{task.pk}/"
    _client(here.city()).post(
        f"{address}change/", {"do": "propose_dropping", "reason": "上级已取消"}
    )
    second = _client(here.city("second"))
    assert "Drop the task" in _said(second, address)
    second.post(f"{address}decide/", {"decision": "refuse", "answer": "仍要做"})
    task.refresh_from_db()
    assert task.state == "planned"
