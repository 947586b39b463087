"""What enterprises and officers are told of who is responsible."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from banyan.desk.messaging.sending import Tidings, tell, tell_each
from banyan.desk.records.speaking import representatives
from banyan.desk.visits.models import Assignment

KIND_WORDS = {
    Assignment.Kind.VISIT: {"zh": "挂钩干部", "en": "visiting officer"},
    Assignment.Kind.SERVICE: {"zh": "服务专员", "en": "service officer"},
}


def tell_of(assigned: Sequence[Assignment]) -> None:
    """Tells each enterprise who its officer is, and each officer how many are new; within a
    running action."""
    if not assigned:
        return
    speaking = representatives({one.organization_id for one in assigned})
    tell_each(
        "visits.your_officer",
        [
            Tidings(
                speaking[one.organization_id],
                f"visits.your_officer {one.pk}",
                {
                    "kind": KIND_WORDS[Assignment.Kind(one.kind)],
                    "organization": one.organization.name,
                    "officer": one.officer.name,
                    "unit": {"zh": one.unit.name_zh, "en": one.unit.name_en},
                    "phone": one.officer.phone or "–",
                },
                reverse("records:organization", args=[one.organization_id]),
                one.organization_id,
            )
            for one in assigned
            if speaking[one.organization_id]
        ],
    )
    of_officer: dict[int, list[Assignment]] = {}
    for one in assigned:
        of_officer.setdefault(one.officer_id, []).append(one)
    for rows in of_officer.values():
        tell(
            [rows[0].officer],
            "visits.yours",
            key=f"visits.yours {rows[-1].pk}",
            context={"count": len(rows), "first": rows[0].organization.name},
            link=reverse("visits:mine"),
        )


def tell_former(rows: Sequence[Assignment], successor: str) -> None:
    """Tells an officer that enterprises have passed to somebody else."""
    if rows and rows[0].officer.is_active:
        tell(
            [rows[0].officer],
            "visits.handed_over",
            key=f"visits.handed_over {rows[-1].pk}",
            context={"count": len(rows), "officer": successor},
            link=reverse("visits:mine"),
        )
