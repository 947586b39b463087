"""How each action of projects is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.audit import Actor, Origin
from banyan.desk.projects.actions import (
    coordinating,
    entering,
    listing,
    moving,
    reporting,
    years,
)
from banyan.desk.projects.models import Listing, Project, ProjectFile, Report, YearInvestment
from desk.making import Making
from desk.projects.building import Building

SYSTEM = Actor(origin=Origin("task"))


def _project(making: Making) -> Project:
    known = Project.objects.first()
    return known or Building(making).planned()


def _report(making: Making) -> Report:
    known = Report.objects.filter(state="proposed").first()
    return known or Building(making).report(_project(making))


def _year(making: Making) -> YearInvestment:
    known = YearInvestment.objects.filter(state="proposed").first()
    return known or Building(making).year(_project(making))


def _listing(making: Making) -> Listing:
    known = Listing.objects.filter(ended_at=None).first()
    return known or listing.put_on_list(
        Building(making).city(), _project(making), "upgrade", 2026, 2
    )


def _file(making: Making) -> ProjectFile:
    known = ProjectFile.objects.first()
    return known or Building(making).file(_project(making), "filing")


def _void(made: object) -> None:
    """A scenario returns nothing."""


def _change(making: Making) -> None:
    here = Building(making)
    project = _project(making)
    entering.change(here.officer(), project, here.said("改名"), project.version)


def _take_back(making: Making) -> None:
    here = Building(making)
    project = _project(making)
    moving.take_back(here.city(), project, "started", "停工整改", project.version)


def _assign(making: Making) -> None:
    here = Building(making)
    project = _project(making)
    entering.assign(here.city(), project, here.officer().account, project.version)


def _link(making: Making) -> None:
    here = Building(making)
    project = _project(making)
    raised = coordinating.raise_case(here.officer(), project, "energy", "供电不足", "")
    other = here.project("另一项目")
    coordinating.link_case(here.officer(), other, raised.case)


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "projects.enter": lambda making: _void(Building(making).project()),
    "projects.import": lambda making: _void(
        entering.import_projects(Building(making).city(), [Building(making).said()], "a.xlsx")
    ),
    "projects.change": _change,
    "projects.plan": lambda making: _void(Building(making).planned()),
    "projects.assign": _assign,
    "projects.advance": lambda making: _void(
        moving.advance(Building(making).city(), _project(making), _project(making).version)
        if Building(making).file(_project(making), "completion")
        else None
    ),
    "projects.take_back": _take_back,
    "projects.expect_reports": lambda making: _void(
        reporting.expect_reports(SYSTEM, Building(making).month(1))
    ),
    "projects.keep_lights": lambda making: _void(reporting.keep_lights(SYSTEM)),
    "projects.report": lambda making: _void(_report(making)),
    "projects.confirm_report": lambda making: _void(
        reporting.confirm_report(Building(making).officer(), _report(making))
    ),
    "projects.refuse_report": lambda making: reporting.refuse_report(
        Building(making).officer(), _report(making), "与现场不符"
    ),
    "projects.withdraw_report": lambda making: reporting.withdraw_report(
        Building(making).enterprise(), _report(making)
    ),
    "projects.add_file": lambda making: _void(_file(making)),
    "projects.put_on_list": lambda making: _void(_listing(making)),
    "projects.take_off_list": lambda making: _void(
        listing.take_off_list(Building(making).city(), _listing(making), "项目终止")
    ),
    "projects.raise_case": lambda making: _void(
        coordinating.raise_case(
            Building(making).officer(), _project(making), "energy", "供电不足", ""
        )
    ),
    "projects.link_case": _link,
    "projects.note": lambda making: _void(
        coordinating.note(Building(making).officer(), _project(making), "已现场协调。")
    ),
    "projects.propose_year": lambda making: _void(_year(making)),
    "projects.verify_year": lambda making: _void(
        years.verify_year(Building(making).city(), _year(making))
    ),
    "projects.refuse_year": lambda making: years.refuse_year(
        Building(making).city(), _year(making), "发票不全"
    ),
    "projects.withdraw_year": lambda making: years.withdraw_year(
        Building(making).enterprise(), _year(making)
    ),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "projects:export": lambda making: {"form": "csv"},
    "projects:take_off": lambda making: {"number": _listing(making).pk},
    "projects:file": lambda making: {"number": _file(making).pk},
    **{
        f"projects:{name}": lambda making: {"pk": _project(making).pk}
        for name in ("project", "change", "plan", "give_report", "propose_year")
    },
    "projects:act": lambda making: {"pk": _project(making).pk, "name": "note"},
    **{
        f"projects:{name}": lambda making: {
            "pk": _report(making).project_id,
            "number": _report(making).pk,
        }
        for name in ("report", "decide_report")
    },
    **{
        f"projects:{name}": lambda making: {
            "pk": _year(making).project_id,
            "number": _year(making).pk,
        }
        for name in ("year", "decide_year")
    },
}
