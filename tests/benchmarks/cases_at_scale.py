"""How long to-do, ledgers, searches, board, calendar and supervision take with 1,000,000 closed and
100,000 open cases on PostgreSQL, and how long a day's reminders and a county's monthly
reconciliation do.

    PYTHONPATH=src:tests python tests/benchmarks/cases_at_scale.py [CLOSED OPEN]

Starts a PostgreSQL server of its own from the installed binaries and makes the cases; asks the desk
for every kind of page through Django's test client: the median of its requests, as the server
answers them (HTML rendered, no network); of several addresses in one line the slowest. An answer
that is no page ends it; what an account may not ask is left out. With BANYAN_DATABASE_URL it works
on that database, filled before or filled now.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from made_up_cases import fill
from measuring import computing, said

REPEATED = 10
LARGEST = "350102"
"""The county with the most cases."""


def main(closed: int, opened: int) -> None:
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
        fill(closed, opened)
        reconciled = reconcile()
        measure(reconciled)
        measure_day()
    finally:
        if server is not None:
            server.stop()


def client_of(username: str) -> Any:
    from django.test import Client

    from banyan.desk.people.models import Account

    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(username=username))
    return client


def reconcile() -> list[int]:
    """The largest county's reconciliations of last month and of the same month a year before, made
    as the worker makes them."""
    import logging

    from banyan.desk.audit import Actor, Origin
    from banyan.desk.supervision import tasks
    from banyan.desk.supervision.actions.reconciliations import open_reconciliation
    from banyan.desk.supervision.models import Reconciliation

    logging.disable(logging.INFO)
    actor = Actor(origin=Origin(via="task"))
    last = (date.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    found = []
    for month in (last, last.replace(year=last.year - 1)):
        known = Reconciliation.objects.filter(county=LARGEST, month=month).first()
        one = known or open_reconciliation(actor, LARGEST, month)
        if one.state == Reconciliation.State.MAKING:
            said(f"reconciliation of {month:%Y-%m}", lambda one=one: tasks.make_now(one))
        one.refresh_from_db()
        print(f"{one.content['rows']:,} rows, {one.differences.count():,} differences", flush=True)
        found.append(one.pk)
    return found


def measure(reconciled: list[int]) -> None:
    from banyan.desk.cases.models import Case

    city, county = client_of("city-0"), client_of("office-350102-0")
    county_last = client_of("office-350181-0")
    unit, unit_of_county = client_of("power-0"), client_of("gas-350181-0")
    enterprise = client_of("enterprise-0")
    power = Case.objects.filter(lead__code="power").first().lead_id
    gas = Case.objects.filter(lead__code="gas-350181").first().lead_id
    some = Case.objects.order_by("-pk")[10_000:10_010]
    names = [one.organization.name for one in some]
    middle = Case.objects.count() // 2
    due = (date.today() + timedelta(days=3)).isoformat()
    month = date.today().strftime("%Y-%m")
    addresses: dict[str, list[str]] = {
        "to-do": ["/todo/"],
        "ledger": ["/cases/"],
        "ledger of everything": ["/cases/?state=any"],
        "ledger, in the middle": [f"/cases/?state=any&after={middle}"],
        "ledger, the end": ["/cases/?state=any&after=300"],
        "mine": ["/cases/?whose=mine"],
        "a kind": [f"/cases/?state={one}&kind=factor" for one in ("open", "any")],
        "a category": [f"/cases/?state={one}&category=problem.energy" for one in ("open", "any")],
        "a county": [f"/cases/?state={one}&county=350181" for one in ("open", "any")],
        "the city's": [f"/cases/?state={one}&level=city" for one in ("open", "closed")],
        "each state": [
            f"/cases/?state={one}"
            for one in ("recorded", "dispatched", "disputed", "under_way", "paused", "closed")
        ],
        "gravity": [f"/cases/?state={one}&gravity=grave" for one in ("open", "any")],
        "a large unit": [f"/cases/?state={one}&unit={power}" for one in ("open", "any")],
        "a small unit": [f"/cases/?state={one}&unit={gas}" for one in ("open", "any")],
        "overdue": ["/cases/?overdue=1", "/cases/?overdue=1&category=problem.land&gravity=grave"],
        "due on a day": [f"/cases/?due={due}"],
        "raised in a month": [
            f"/cases/?state=any&raised={month}",
            "/cases/?state=any&raised=2025-02",
        ],
        "rating": ["/cases/?state=any&rating=1", "/cases/?state=any&rating=5"],
        "origin": ["/cases/?state=any&origin=visit"],
        "narrow": [
            "/cases/?state=any&county=350181&category=factor.gas&gravity=grave&rating=1",
            f"/cases/?state=any&county=350102&unit={gas}",
            "/cases/?state=disputed&category=problem.land&county=350181",
        ],
        "by deadline": ["/cases/?order=due", "/cases/?order=due&category=factor.gas"],
        "an organization": [
            f"/cases/?state=any&organization={one.organization_id}" for one in some
        ],
        "search: 停电": ["/cases/?state=any&q=停电"],
        "search: 停电, open": ["/cases/?q=停电"],
        "search: 生产 (very common)": ["/cases/?state=any&q=生产"],
        "search: two words": ["/cases/?state=any&q=变压器 宿舍", "/cases/?state=any&q=贷款 码头"],
        "search: common, never together": ["/cases/?state=any&q=停电 贷款"],
        "search: a name": [f"/cases/?state=any&q={name}" for name in names],
        "search: part of a name": [f"/cases/?state=any&q={name[2:6]}" for name in names],
        "search: initials": ["/cases/?state=any&q=hdjx", "/cases/?state=any&q=yxgs"],
        "search: nothing": ["/cases/?state=any&q=乌有先生", "/cases/?state=any&q=电停"],
        "search: a number": [f"/cases/?state=any&q={one.reference}" for one in some],
        "search and filters": [
            "/cases/?state=any&q=停电&county=350181&gravity=grave",
            "/cases/?state=closed&q=用地&level=city&raised=2025-06",
        ],
        "board": ["/cases/board/", "/cases/board/?category=problem.energy", "/cases/board/?q=停电"],
        "calendar": ["/cases/calendar/", "/cases/calendar/?county=350181"],
        "words of the month": ["/cases/words/"],
        "supervision": ["/supervision/"],
        "supervision: behind a number": [
            f"/supervision/open/?{one}" for one in ("", "colour=red", "kind=cases.step")
        ],
        "supervision: a unit": [f"/supervision/units/{one}/" for one in (power, gas)],
        "supervision: scoreboard": ["/supervision/scoreboard/"],
        "reconciliations": ["/supervision/reconciliations/"],
        "a reconciliation": [
            f"/supervision/reconciliations/{one}/{more}"
            for one in reconciled
            for more in ("", "?state=paused", "?state=closed&level=city")
        ],
    }
    people = {
        "city": city,
        "county": county,
        "small county": county_last,
        "unit": unit,
        "unit of a county": unit_of_county,
        "enterprise": enterprise,
    }
    for who, client in people.items():
        for name, asked in addresses.items():
            case(client, f"{who}: {name}", asked)


def case(client: Any, name: str, addresses: list[str]) -> None:
    found = [one for address in addresses if (one := _asked(client, address, len(addresses)))]
    if found:
        slowest, busiest = (max(one[part] for one in found) for part in (0, 1))
        print(f"{name:44} {slowest:7.0f} ms, computing {busiest:5.0f} ms", flush=True)
    else:
        assert not name.startswith("city:"), f"{name}: no page"


def _asked(client: Any, address: str, among: int) -> tuple[float, float] | None:
    """The median and what is computed, in milliseconds; ``None`` for what the account may not
    ask."""
    if client.get(address).status_code in (403, 404):  # what is compiled once is compiled
        return None
    times, busy = [], []
    for _ in range(max(3, REPEATED // among)):
        started, computed = time.perf_counter(), computing()
        response = client.get(address)
        times.append(1000 * (time.perf_counter() - started))
        busy.append(computing() - computed)
        assert response.status_code == 200, f"{address}: {response.status_code}"
    return statistics.median(times), statistics.mean(busy)


def measure_day() -> None:
    """The duty of a day on which everything open is overdue, and the same once more."""
    from banyan.desk.audit import Actor, Origin
    from banyan.desk.obligations import reminding
    from banyan.desk.obligations.models import Obligation

    actor = Actor(origin=Origin(via="task"))
    print(f"open obligations {Obligation.objects.open().count()}", flush=True)
    today = date.today()
    said("the duty of a day", lambda: reminding.on_day(actor, today))
    later = today + timedelta(days=60)
    said("the duty when all is overdue", lambda: reminding.on_day(actor, later))
    said("the same day once more", lambda: reminding.on_day(actor, later))


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]] or [1_000_000, 100_000]
    main(*given)
