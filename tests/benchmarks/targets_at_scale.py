"""How long targets take with 200,000 organizations on PostgreSQL: the nightly measuring of three
years, and every kind of page.

    banyan generate --organizations 200000 --seed 7 --out CITY
    PYTHONPATH=src:tests python tests/benchmarks/targets_at_scale.py CITY

As ``lists_at_scale.py``, whose lists it fills first; of several addresses in one line the slowest.
With BANYAN_DATABASE_URL it works on that database, loaded before or loaded now.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lists_at_scale
from measuring import said


def main(city: Path) -> None:
    from postgresql import Server

    given = os.environ.get("BANYAN_DATABASE_URL")
    server = None if given else Server()
    try:
        if server is not None:
            os.environ["BANYAN_DATABASE_URL"] = server.url
        os.environ["BANYAN_DATA"] = tempfile.mkdtemp(prefix="banyan-bench-")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.desk_settings"
        sys.path.insert(0, str(Path(__file__).parent.parent.parent))
        import banyan.desk

        banyan.desk.start()
        logging.disable(logging.INFO)
        lists_at_scale.fill(city)
        _measure()
    finally:
        if server is not None:
            server.stop()


def _measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from banyan.desk.audit import Actor, Origin
    from banyan.desk.people.roles import Role
    from banyan.desk.records.models import Organization
    from banyan.desk.targets.computing import compute
    from banyan.desk.targets.indicators import declared_indicators

    said("measure and judge everything", lambda: compute(Actor(origin=Origin(via="task"))))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    indicators = [f"/targets/indicators/{code}/" for code in declared_indicators()]
    counted = ("srdi", "technology_centres", "scaled_enterprises", "upgrade_investment")
    organizations = Organization.objects.order_by("pk")[: 5 * 997 : 997]
    addresses: dict[str, list[str]] = {
        "the leader's screen": ["/targets/"],
        "of a county": ["/targets/?county=350181"],
        "counties compared": ["/targets/counties/"],
        "an indicator": indicators,
        "an indicator, a county": [f"{one}?county=350181" for one in indicators],
        "what counts, one by one": [f"/targets/indicators/{code}/behind/" for code in counted],
        "reported values": ["/targets/reports/"],
        "yearly reports": ["/targets/yearly/"],
        "an organization": [f"/organizations/{one.pk}/" for one in organizations],
    }
    people = {
        "city": lists_at_scale.account("city", Role.CITY),
        "county": lists_at_scale.account("county", Role.COUNTY, "350102"),
    }
    for who, account in people.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(account)
        for name, asked in addresses.items():
            _say(f"{who}: {name}", client, asked, who, CaptureQueriesContext, connection)


def _say(
    name: str, client: Any, asked: list[str], who: str, capture: Callable[..., Any], connection: Any
) -> None:
    """The slowest address with its median and its queries."""
    found = []
    for address in asked:
        with capture(connection) as queries:
            client.get(address)
        count = len(queries)
        seconds = lists_at_scale.asked(client, address, who)
        if seconds is not None:
            found.append((seconds, count, address))
    if found:
        seconds, count, address = max(found)
        print(f"{name:40} {seconds * 1000:6.0f} ms {count:4} queries  {address}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
