"""How long benefits take at a million organizations on PostgreSQL: settling the city for its
boards, computing one organization, and its page once it is kept.

    banyan generate --organizations 1000000 --seed 7 --out CITY
    PYTHONPATH=src:tests python tests/benchmarks/benefits_at_scale.py CITY

Starts a PostgreSQL server of its own from the installed binaries and loads the city; pages are
asked for through Django's test client (HTML rendered, no network): the median of a hundred
organizations of which every second one gets something.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

YEAR = 2026
ORGANIZATIONS = 100


def main(city: Path) -> None:
    from postgresql import Server

    server = Server()
    try:
        os.environ["BANYAN_DATABASE_URL"] = server.url
        os.environ["BANYAN_DATA"] = tempfile.mkdtemp(prefix="banyan-bench-")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.desk_settings"
        sys.path.insert(0, str(Path(__file__).parent.parent.parent))
        import banyan.desk

        banyan.desk.start()
        _load(city)
        _measure()
    finally:
        server.stop()


def _load(city: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    from banyan.desk.operations.loading import insert
    from banyan.desk.policy_pack import declared_pack
    from banyan.desk.records.models import Source
    from banyan.rules.reading import read_facts

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    source = Source.objects.create(kind=Source.Kind.IMPORTED)
    facts = read_facts(city, declared_pack().schema)
    _said("load (without the search)", lambda: insert(facts, source))
    with connection.cursor() as cursor:
        _said("analyze", lambda: cursor.execute("VACUUM ANALYZE"))


def _measure() -> None:
    from django.test import Client

    from banyan.desk.audit import Actor
    from banyan.desk.benefits import actions, keeping
    from banyan.desk.benefits.models import Benefits, CityBoards
    from banyan.desk.people.models import Account, Unit
    from banyan.desk.people.roles import Role
    from banyan.desk.records.models import FACTS, Organization

    _said("settle the city for its boards", lambda: actions.settle_boards(Actor(), YEAR))
    kept = CityBoards.objects.extra(select={"size": "length(kept)"}).get(pk=YEAR)
    print(f"boards: {kept.size:,} bytes as they are stored", flush=True)

    unit = Unit.objects.create(code="city", name_zh="city", name_en="city")
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.create_user("city", "x", role=Role.CITY, unit=unit))
    rich = FACTS["project_years"].objects.filter(year=YEAR).order_by("pk")
    some = {row.project.organization_id for row in rich.select_related("project")[:400]}
    others = Organization.objects.exclude(pk__in=some).order_by("name")
    codes = [*sorted(some)[: ORGANIZATIONS // 2]]
    codes += others.values_list("pk", flat=True)[: ORGANIZATIONS - len(codes)]
    keeping.boards_of(YEAR)

    renewed = [_timed(lambda code=code: keeping.renew(code, YEAR)) for code in codes]
    _median("compute and keep one", renewed)
    sizes = Benefits.objects.extra(select={"size": "length(kept)"}).values_list("size", flat=True)
    print(f"kept: median {statistics.median(sizes):,.0f} bytes, both languages", flush=True)
    for language in ("zh-hans", "en"):
        pages = []
        for code in codes:
            address = f"/organizations/{code}/benefits/?year={YEAR}"
            ask = _asking(client, address, language)
            ask()  # the look is noted once a day
            pages.append(_timed(ask))
        _median(f"the page, kept, {language}", pages)


def _asking(client: Any, address: str, language: str) -> Callable[[], None]:
    def ask() -> None:
        assert client.get(address, headers={"accept-language": language}).status_code == 200

    return ask


def _timed(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def _median(name: str, times: list[float]) -> None:
    print(f"{name:40} {statistics.median(times):7.0f} ms  worst {max(times):7.0f} ms", flush=True)


def _said(name: str, call: Callable[[], Any]) -> None:
    print(f"{name:40} {_timed(call) / 1000:8.1f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
