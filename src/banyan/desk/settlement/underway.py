"""What is refused while a decision is carried out: it holds the runs of its year, and whoever asked
for them would wait without a word."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.settlement.models import Decision


def refuse_during_a_decision(year: int) -> None:
    """Raises RefusedError, with who was first, where a decision on a run of the year is being
    carried out."""
    found = Decision.objects.filter(run__year=year, done_at=None)
    decision = found.select_related("asked_by", "run").first()
    if decision is not None:
        said = {
            "name": str(decision.asked_by),
            "kind": decision.get_kind_display(),
            "run": str(decision.run),
        }
        raise RefusedError(_("%(name)s was first: %(kind)s of run %(run)s is under way.") % said)
