"""Applications where they are written, reviewed and scored."""

from __future__ import annotations

from django.urls import reverse

from banyan.desk.applications.actions import moving, scoring
from banyan.desk.applications.actions.drafting import say
from banyan.desk.people.models import Account
from browser.pages import Shown
from desk.applications.applying import ASSESSED, SCORED, Applying
from desk.making import Making


def _form(making: Making) -> tuple[Account, str]:
    applying = Applying(making)
    application = applying.draft("equipment_upgrade")
    project = applying.add(application, "projects")
    say(applying.applicant, project, "name", "智能焊装生产线改造", project.version)
    applying.prove(application.rows.get(table="project_years"))
    return applying.applicant.account, reverse("applications:form", args=[application.pk])


def _returned(making: Making) -> tuple[Account, str]:
    applying = Applying(making)
    returned = moving.give_back(applying.county, applying.submitted(), "合同缺第二页")
    return applying.applicant.account, reverse("applications:form", args=[returned.pk])


def _submit(making: Making) -> tuple[Account, str]:
    applying = Applying(making)
    application = applying.complete()
    return applying.applicant.account, reverse("applications:submit", args=[application.pk])


def _assessing(making: Making) -> tuple[Account, str]:
    applying = Applying(making)
    application = applying.with_city(ASSESSED)
    return applying.city.account, reverse("applications:application", args=[application.pk])


def _experts(making: Making) -> tuple[Account, str]:
    applying = Applying(making)
    application = applying.scoring()
    applying.gives(applying.asked(application), 80)
    applying.expert(2)
    return applying.city.account, reverse("applications:application", args=[application.pk])


def _scoring(making: Making) -> tuple[Account, str]:
    applying = Applying(making)
    one = applying.asked(applying.scoring())
    scoring.declare_interest(applying.expert(1), one, "")
    return applying.expert(1).account, reverse("applications:score", args=[one.pk])


def _approved(making: Making) -> tuple[Account, str]:
    applying = Applying(making)
    application = applying.approved(SCORED)
    return applying.applicant.account, reverse("applications:application", args=[application.pk])


PAGES = [
    Shown("the form of an application", _form),
    Shown("an application that was returned", _returned),
    Shown("submitting an application", _submit),
    Shown("assessing an application", _assessing),
    Shown("an application that is scored", _experts),
    Shown("what an expert scores", _scoring),
    Shown("an approved application", _approved),
]
