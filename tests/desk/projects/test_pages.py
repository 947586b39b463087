"""The pages of projects, from a list that is imported to a meeting that decides."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.meetings import actions as meetings
from banyan.desk.meetings.models import Meeting
from banyan.desk.projects.actions import entering, listing
from banyan.desk.projects.models import Coordination, PlanMonth, Project, Report
from desk.making import Making
from desk.projects.building import PDF, Building

pytestmark = pytest.mark.django_db

HEADS = "项目代码,项目类别,项目名称,统一社会信用代码,总投资（元）,计划开工,计划竣工,改造内容"


@pytest.fixture
def here(making: Making) -> Building:
    return Building(making)


def _client(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    assert actor.account is not None
    client.force_login(actor.account)
    return client


def _list(*rows: str) -> dict[str, object]:
    content = "\n".join([HEADS, *rows]).encode()
    return {"file": SimpleUploadedFile("projects.csv", content)}


def test_a_list_of_projects_is_imported_all_or_nothing(here: Building) -> None:
    code = here.organization().pk
    client = _client(here.officer())
    good = f"A-1,技术改造项目,甲,{code},1000000,2026-01-01,2026-12-31,新线"
    bad = f"A-1,厂房,,{code},一百万,2026-13-01,2026-12-31,"
    answer = client.post("/projects/import/", _list(good, bad))
    assert answer.status_code == 422
    for said in ("One of the kinds", "A name of", "The same project as row 1", "A day, as"):
        assert said in answer.text
    assert not Project.objects.exists()
    assert "New: 1; changed: 0." in client.post("/projects/import/", _list(good)).text
    changed = good.replace("甲", "乙")
    assert "New: 0; changed: 1." in client.post("/projects/import/", _list(changed)).text
    assert Project.objects.get().fields == {"content": "新线"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_export_is_taken_again_and_leaves_what_it_does_not_say(
    here: Building, language: str
) -> None:
    fields = {"shape": "line", "content": "x"}
    project = here.project(code="A-1", kind="pilot", fields=fields, other_support=True)
    entering.assign(here.city(), project, here.officer().account, project.version)
    before = here.again(project)
    client = _client(here.officer(), language)
    for form in ("csv", "xlsx"):
        answer = client.get(f"/projects/export.{form}")
        exported = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        sent = {"file": SimpleUploadedFile(f"projects.{form}", exported)}
        assert client.post("/projects/import/", sent).status_code == 200
    after = here.again(project)
    for name in ("fields", "officer", "other_support", "total", "starts_on", "county", "kind"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.version == before.version + 2


def test_a_project_is_entered_and_planned_in_the_browser(here: Building) -> None:
    client = _client(here.officer())
    said = here.said()
    answer = client.post(
        "/projects/new/?kind=upgrade",
        {
            "kind": "upgrade",
            "name": "数字化车间",
            "organization": said.organization.pk,
            "total": "12,000,000",
            "starts_on": "2026-01-01",
            "ends_on": "2026-03-31",
            "field-content": "新线",
        },
    )
    project = Project.objects.get()
    assert answer["Location"] == f"/projects/{project.pk}/plan/"
    assert project.total == 12_000_000_00
    rows = {"version": project.version}
    for number, (month, percent) in enumerate([("2026-01", 30), ("2026-02", 60), ("2026-03", 100)]):
        rows |= {
            f"month-{number}": month,
            f"investment-{number}": "4000000",
            f"percent-{number}": percent,
        }
    client.post(f"/projects/{project.pk}/plan/", rows)
    assert list(PlanMonth.objects.values_list("percent", flat=True)) == [30, 60, 100]
    bad = {**rows, "version": project.version + 1, "percent-1": "20"}
    answer = client.post(f"/projects/{project.pk}/plan/", bad)
    assert answer.status_code == 422
    assert "cannot fall" in answer.text


def test_a_project_far_behind_comes_to_a_meeting_and_its_decision_to_the_project(
    here: Building,
) -> None:
    project = here.planned({1: 60})
    enterprise, officer = _client(here.enterprise()), _client(here.officer())
    answer = enterprise.post(
        f"/projects/{project.pk}/report/",
        {
            "month": f"{here.month(1):%Y-%m}",
            "percent": "25",
            "invested": "5000",
            "words": "设备未到货。",
            "hindrance": "供电不足",
            "files": SimpleUploadedFile("现场.pdf", PDF),
        },
    )
    report = Report.objects.get()
    assert answer["Location"] == report.get_absolute_url()
    officer.post(f"{report.get_absolute_url()}decide/", {"decision": "confirm"})
    page = officer.get(f"/projects/{project.pk}/").text
    assert "That is 35 points behind." in page
    assert "red, 35 points behind" in officer.get("/projects/?order=behind").text
    meeting = meetings.plan(
        here.officer(),
        kind="projects",
        title="重大项目协调会",
        day=timezone.localdate(),
        starts=time(9),
        place="政务中心",
        chair="县长",
    )
    assert "project far behind" in officer.get(meeting.get_absolute_url()).text
    change = f"{meeting.get_absolute_url()}change/"
    officer.post(
        change, {"do": "add", "projects": [project.pk], f"project-why-{project.pk}": "red"}
    )
    item = meeting.items.get()
    assert (item.project, item.why) == (project, "red")
    unit = here.making.unit("power")
    due = timezone.localdate().isoformat()
    decided = {"what": "月底前增容", "lead": unit.pk, "due_on": due}
    officer.post(change, {"do": "decide", "item": item.pk, **decided})
    officer.post(change, {"do": "submit"})
    second = _client(here.officer("second"))
    second.post(f"{meeting.get_absolute_url()}sign/", {"decision": "confirm"})
    assert Meeting.objects.get().state == "signed"
    history = Coordination.objects.get()
    assert (history.project, history.kind) == (project, "decided")
    assert "月底前增容" in officer.get(f"/projects/{project.pk}/").text
    assert "月底前增容" not in enterprise.get(f"/projects/{project.pk}/").text


def test_each_form_of_the_portfolio_shows_the_project(here: Building) -> None:
    project = here.planned({2: 30, 1: 60})
    here.confirmed(project, percent=25)
    listing.put_on_list(here.city(), project, "upgrade", timezone.localdate().year)
    city = _client(here.city())
    for address in ("", "board/", "timeline/", "lists/", "?light=red", "?q=智能", "?kind=upgrade"):
        assert project.name in city.get(f"/projects/{address}").text, address
    for asked in ("light=green", "q=没有", "stage=reserve", "show=blocked"):
        assert project.name not in city.get(f"/projects/?{asked}").text, asked
    assert ": 1 projects, 1 red" in city.get("/projects/map/").text
    year = timezone.localdate().year
    assert project.name in city.get(f"/projects/?list=upgrade:{year}").text


def test_the_board_shows_the_furthest_behind_of_each_stage(
    here: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("banyan.desk.projects.views.portfolio.ON_BOARD", 2)
    made = [here.project(name=f"项目{number}", fact="") for number in range(4)]
    for one, behind in zip(made, (5, 40, 0, 20), strict=True):
        type(one).objects.filter(pk=one.pk).update(behind=behind, stage="construction")
    type(made[2]).objects.filter(pk=made[2].pk).update(stage="reserve")
    columns = _client(here.city()).get("/projects/board/").context["columns"]
    shown = [(one["count"], [line.project.name for line in one["lines"]]) for one in columns]
    assert [one for one in shown if one[0]] == [(1, ["项目2"]), (3, ["项目1", "项目3"])]


def test_a_case_leads_to_the_project_that_it_holds_up(here: Building) -> None:
    project = here.project()
    officer = _client(here.officer())
    said = {"category": "energy", "title": "供电不足", "text": "需增容"}
    officer.post(f"/projects/{project.pk}/do/raise/", said)
    case = project.blocked.get().case
    assert "供电不足" in officer.get(f"/projects/{project.pk}/").text
    assert project.get_absolute_url() in officer.get(f"/cases/{case.pk}/").text
    shown = officer.get("/projects/?show=blocked").text
    assert project.name in shown


def test_a_year_is_proposed_and_verified_in_the_browser(here: Building) -> None:
    project = here.project()
    answer = _client(here.enterprise()).post(
        f"/projects/{project.pk}/year/",
        {
            "year": timezone.localdate().year,
            "equipment_gross": "7000000",
            "equipment_net": "6000000",
            "digital_net": "0",
            "files": SimpleUploadedFile("发票.pdf", PDF),
        },
    )
    city = _client(here.city())
    city.post(f"{answer['Location']}decide/", {"decision": "confirm"})
    assert "On record as" in city.get(answer["Location"]).text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_a_project_is_shown(here: Building, language: str) -> None:
    project = here.planned()
    here.confirmed(project)
    here.file(project, "filing")
    for actor in (here.officer(), here.city(), here.enterprise()):
        client = _client(actor, language)
        for address in ("", "report/", "year/"):
            answer = client.get(f"/projects/{project.pk}/{address}")
            assert answer.status_code == 200
