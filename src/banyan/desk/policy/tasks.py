"""What is computed in the background."""

from __future__ import annotations

import structlog
from django_tasks import task

from banyan.desk.audit import Actor, Origin

logger = structlog.get_logger(__name__)


@task()
def simulate_change(simulation_id: int) -> None:
    """Computes what a change of a figure would do, and writes it down."""
    from banyan.desk.policy.actions.figures import record_simulation
    from banyan.desk.policy.change_simulation import simulate_figure_change
    from banyan.desk.policy.models import FigureSimulation

    actor = Actor(origin=Origin(via="task"))
    simulation = FigureSimulation.objects.select_related("change").get(pk=simulation_id)
    if simulation.state != FigureSimulation.State.WAITING:
        return
    try:
        pack, result = simulate_figure_change(simulation.change, simulation.year)
    except Exception as error:
        logger.exception("simulation_failed", simulation=simulation_id)
        record_simulation(actor, simulation, fault=f"{type(error).__name__}: {error}")
        return
    record_simulation(actor, simulation, pack_sha256=pack.sha256, result=result)
