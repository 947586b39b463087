"""What changes key enterprises, their figures and the warnings."""

from banyan.desk.monitoring.actions.reporting import (
    GivenFigures,
    import_figures,
    report_figures,
)
from banyan.desk.monitoring.actions.warnings import expect_reports, raise_warnings
from banyan.desk.monitoring.actions.watching import unwatch, watch

__all__ = [
    "GivenFigures",
    "expect_reports",
    "import_figures",
    "raise_warnings",
    "report_figures",
    "unwatch",
    "watch",
]
