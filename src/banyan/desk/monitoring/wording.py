"""What was found, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.monitoring import amounts
from banyan.desk.monitoring.rules import declared_rules
from banyan.desk.ui.templatetags.ui import percent


def tenths(millionths: int | None) -> str:
    """As percent, to a tenth."""
    return percent(None if millionths is None else (millionths + 500) // 1000 * 1000)


def sentence(found: Mapping[str, Any]) -> str:
    """A finding by its ``rule``, ``value``, ``base``, ``change`` and ``median``."""
    rule = declared_rules().get(found["rule"])
    if rule is None:
        return str(found["rule"])
    if not rule.indicator:
        return _("%(rule)s: %(count)s in a row.") % {"rule": rule.name, "count": found["value"]}
    said = {
        "rule": rule.name,
        "base": amounts.written(rule.indicator, found["base"]),
        "value": amounts.written(rule.indicator, found["value"]),
        "unit": amounts.ALL[rule.indicator].unit,
        "change": tenths(found["change"]),
    }
    if found["median"] is None:
        return _("%(rule)s: from %(base)s to %(value)s %(unit)s, %(change)s.") % said
    said["median"] = tenths(found["median"])
    return _("%(rule)s: from %(base)s to %(value)s %(unit)s, %(change)s; others %(median)s.") % said
