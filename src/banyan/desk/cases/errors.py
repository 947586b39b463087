"""What an action on a case refuses, with words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError

if TYPE_CHECKING:
    from banyan.desk.cases.models import Case


class MovedError(RefusedError):
    """Somebody else has moved the case since it was read; ``case`` is as it is now. The message
    says who and where to."""

    def __init__(self, case: Case) -> None:
        self.case = case
        last = case.moves.select_related("by").order_by("-pk").first()
        who = str(last.by) if last is not None and last.by is not None else _("The desk")
        super().__init__(
            _("%(who)s was first: the case is now “%(state)s”. Nothing was changed.")
            % {"who": who, "state": case.get_state_display()}
        )
