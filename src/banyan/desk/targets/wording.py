"""Why a light is what it is, in a sentence in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.desk.records.labels import language
from banyan.desk.targets.amounts import difference, written
from banyan.desk.targets.indicators import LAST, Indicator
from banyan.desk.targets.judging import Why
from banyan.desk.targets.models import Standing


def why(indicator: Indicator, standing: Standing) -> str:
    """The one sentence of a leader's screen."""
    words: dict[str, Any] = {
        "last": LAST,
        "short": difference(indicator, standing.short),
        "year": standing.as_of.year if standing.as_of else "",
    }
    match standing.why:
        case Why.YEAR_MISSED:
            words["forecast"] = written(indicator, standing.year_middle)
            return _("At this pace the year ends with %(forecast)s, %(short)s short.") % words
        case Why.LAST_MISSED:
            words["forecast"] = written(indicator, standing.last_middle)
            return _("At this pace %(last)s ends with %(forecast)s, %(short)s short.") % words
        case Why.YEAR_CLOSE:
            words["forecast"] = written(indicator, standing.year_middle)
            return _("The year may end with %(forecast)s, %(short)s short.") % words
        case Why.LAST_CLOSE:
            words["forecast"] = written(indicator, standing.last_middle)
            return _("%(last)s may end with %(forecast)s, %(short)s short.") % words
        case Why.BEHIND:
            return _("Behind the path by %(short)s.") % words + _unforetold(standing)
        case Why.AHEAD:
            if standing.short == 0:
                return _("On the path.")
            return _("Ahead of the path by %(short)s.") % words
    if indicator.reported:
        return _("%(unit)s has reported no value yet.") % {"unit": indicator.unit_names[0]}
    return _("There is no verified record to compute it from yet.")


def _unforetold(standing: Standing) -> str:
    if not standing.missing:
        return ""
    return between() + needs_more(standing.missing)


def between() -> str:
    """What stands between two sentences in the language of the page."""
    return "" if language() == "zh" else " "


def needs_more(missing: int) -> str:
    """Why there is no forecast."""
    return ngettext(
        "A forecast needs %(missing)s more value.",
        "A forecast needs %(missing)s more values.",
        missing,
    ) % {"missing": missing}


def what_would_close_it(indicator: Indicator, standing: Standing) -> str:
    """The pace that is needed against the one there is; empty where nothing is lacking."""
    if not standing.gap or standing.needed is None:
        return ""
    words = {
        "gap": difference(indicator, standing.gap),
        "needed": difference(indicator, standing.needed),
    }
    if indicator.yearly:
        said = _("%(gap)s are lacking until the end of the year.") % words
    else:
        said = _("%(gap)s are lacking: %(needed)s more are needed every year.") % words
    if standing.pace is not None and indicator.model == "steady":
        pace = {"pace": difference(indicator, standing.pace)}
        said += between() + _("The pace so far is %(pace)s a year.") % pace
    elif standing.pace is not None:
        tenths = round(standing.pace / 1000)
        pace = {"pace": f"{tenths / 10:.1f}%"}
        said += between() + _("It has grown by %(pace)s a year so far.") % pace
    return said
