"""From a record back to the project and the evidence that it was verified with."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from banyan.desk.people.models import Account
from banyan.desk.projects.models import Project, YearInvestment
from banyan.desk.records.origins import Origin
from banyan.rules.fault_list import KEY_SEPARATOR


def of_record(account: Account | None, table: str, key: str) -> Iterator[Origin]:
    """The project of a record of ``projects``; of ``project_years`` the verified investments."""
    if table not in ("projects", "project_years"):
        return
    fact, _separator, year = key.partition(KEY_SEPARATOR)
    project = Project.objects.filter(fact=fact).first()
    if project is None:
        return
    seen = Project.objects.visible_to(account).filter(pk=project.pk).exists()
    if table == "projects":
        words = _("Project %(reference)s") % {"reference": project.reference}
        yield Origin(words, project.get_absolute_url() if seen else "")
        return
    if not year.isdigit():
        return
    found = YearInvestment.objects.filter(project=project, year=int(year), state="confirmed")
    for one in found:
        words = _("Investment of %(year)s of project %(reference)s") % {
            "year": year,
            "reference": project.reference,
        }
        yield Origin(words, one.get_absolute_url() if seen else "")
