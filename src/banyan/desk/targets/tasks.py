"""Targets in the background: values at night and on demand, and what is to be reported."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from banyan.desk.audit import Actor, Origin
from banyan.desk.audit.models import Entry
from banyan.desk.targets.computing import compute

FIGURES = "policy.confirm_figure"


@task()
def compute_now() -> None:
    compute(Actor(origin=Origin("task")))


def every_day(actor: Actor, day: date) -> None:
    """Measures and judges all indicators, and asks for the values that are to be reported."""
    from banyan.desk.targets.actions.asking import ask

    ask(actor, day)
    compute(actor)


def on_entry(entry: Entry) -> None:
    """After a figure of the policy has changed, paths and lights are others."""
    if entry.action == FIGURES and str((entry.after or {}).get("key", "")).startswith("targets."):
        compute_now.enqueue()
