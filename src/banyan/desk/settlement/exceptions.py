"""What is looked at before a run is noticed: marks on its lines, each with a reason.

``large``              the amount reaches the figure ``run.large_amount``
``changed``            the last run of the year gave another amount
``provisional``        the place among others can still move until the run is approved
``no_representative``  nobody speaks for the organization: nobody can confirm the award
``left_out``           records of the organization were left out, since nobody verified them
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

LARGE = "large"
CHANGED = "changed"
PROVISIONAL = "provisional"
NO_REPRESENTATIVE = "no_representative"
LEFT_OUT = "left_out"

WORDS = {
    LARGE: "large",
    CHANGED: "changed",
    PROVISIONAL: "ranked",
    NO_REPRESENTATIVE: "unheard",
    LEFT_OUT: "left_out",
}
"""Every mark, with the end of the name of its index."""

LABELS: dict[str, Any] = {
    LARGE: _("large amount"),
    CHANGED: _("differs from the last run"),
    PROVISIONAL: _("place can still move"),
    NO_REPRESENTATIVE: _("nobody represents it"),
    LEFT_OUT: _("records left out"),
}
