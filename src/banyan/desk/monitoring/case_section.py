"""What a warning's page shows: what the rules found, and the chart that raised it."""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.cases.models import Case
from banyan.desk.cases.sections import Section
from banyan.desk.monitoring import charts
from banyan.desk.monitoring.models import Finding
from banyan.desk.monitoring.wording import sentence


def section(request: HttpRequest, case: Case) -> Section | None:
    """Of a case that rules raised; whoever sees the case sees what raised it."""
    found = list(Finding.objects.filter(case=case))
    if not found:
        return None
    rules = [one.declared_rule for one in found]
    indicators = dict.fromkeys(rule.indicator for rule in rules if rule and rule.indicator)
    context = {
        "sentences": [sentence(vars(one)) for one in found],
        "charts": charts.of_case(found[0].organization_id, indicators, found[0].month),
        "organization": found[0].organization_id,
    }
    return Section("monitoring/case_section.html", context)
