"""How long a bulletin over a million lines takes on PostgreSQL: its figures, its page, and what is
behind each of its figures.

    PYTHONPATH=src:tests python tests/benchmarks/bulletins_at_scale.py [LINES]

Starts a PostgreSQL server of its own and writes LINES lines (a million) of one run with their
awards, their commitments and approvals in the ledger, and payments of one in five: measures and
counties take turns, so that no figure's entries lie together. Pages are asked for through Django's
test client (HTML rendered, no network): the median of ten requests each.
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
REPEATED = 10
LINES = 1_000_000
ORGANIZATIONS = 200_000


def main(lines: int) -> None:
    from postgresql import Server

    server = Server()
    try:
        os.environ["BANYAN_DATABASE_URL"] = server.url
        os.environ["BANYAN_DATA"] = tempfile.mkdtemp(prefix="banyan-bench-")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.desk_settings"
        sys.path.insert(0, str(Path(__file__).parent.parent.parent))
        import banyan.desk

        banyan.desk.start()
        _answer_the_client()
        _load(lines)
        _measure()
    finally:
        server.stop()


def _answer_the_client() -> None:
    """Django's test client calls the desk by a name of its own."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]


_WRITTEN = (
    """
    INSERT INTO settlement_line (run_id, number, measure, uscc, subject, county, route, status,
        reasons, gross, amount, before, exceptions)
    SELECT %(run)s, n, (%(measures)s::text[])[1 + n %% cardinality(%(measures)s::text[])],
        'X' || lpad((n %% %(organizations)s)::text, 17, '0'), 'S' || n,
        (%(counties)s::text[])[1 + n %% cardinality(%(counties)s::text[])], '', 'granted', '',
        100000 + n, 100000 + n, 0, ''
    FROM generate_series(1, %(lines)s) AS n
    """,
    """
    INSERT INTO settlement_award (line_id, budget_id, year, measure, uscc, subject, county, amount,
        paid, reduced, state, payable_at)
    SELECT id, %(budget)s, %(year)s, measure, uscc, subject, county, amount, 0, 0, 'payable', now()
    FROM settlement_line ORDER BY number
    """,
    *(
        f"""
        INSERT INTO funds_entry (budget_id, kind, debit, credit, amount, measure, county, reference,
            key, made_at, made_on)
        SELECT budget_id, '{kind}', '{debit}', '{credit}', amount, measure, county,
            'settlement.award ' || id, '{kind} ' || id, now(), current_date
        FROM settlement_award WHERE id %% {every} = 0 ORDER BY id
        """
        for kind, debit, credit, every in (
            ("commitment", "available", "committed", 1),
            ("approval", "committed", "approved", 1),
            ("payment", "approved", "paid", 5),
        )
    ),
)


def _load(lines: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from banyan.desk.audit import Actor
    from banyan.desk.funds.ledger import Posting, post
    from banyan.desk.funds.models import Budget, Entry
    from banyan.desk.policy_pack import declared_pack
    from banyan.desk.settlement.models import Run

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    pack = declared_pack()
    budget = Budget.objects.create(year=YEAR, fund="general", measure="", county="350100")
    post(Actor(), [Posting(Entry.Kind.APPROPRIATION, budget, 10**15, "bench 1", "money")])
    run = Run.objects.create(year=YEAR, state=Run.State.APPROVED)
    asked = {
        "run": run.pk,
        "budget": budget.pk,
        "year": YEAR,
        "lines": lines,
        "organizations": ORGANIZATIONS,
        "measures": sorted(pack.measures),
        "counties": sorted(pack.words["words"]["county"]),
    }
    with connection.cursor() as cursor:
        for sql in _WRITTEN:
            cursor.execute(sql, asked)
        cursor.execute("VACUUM ANALYZE")
    print(f"{Entry.objects.count():,} entries", flush=True)


def _measure() -> None:
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from banyan.desk.audit import Actor
    from banyan.desk.bulletins.actions import draft_bulletin, publish
    from banyan.desk.people.models import Account, Unit
    from banyan.desk.people.roles import Role

    unit = Unit.objects.create(code="city", name_zh="city", name_en="city")
    first, second = (
        Account.objects.create_user(name, "x", role=Role.CITY, unit=unit) for name in ("a", "b")
    )
    of_county = Unit.objects.create(code="gulou", name_zh="c", name_en="c", county="350102")
    county = Account.objects.create_user("county", "x", role=Role.COUNTY, unit=of_county)
    draft: Any = None

    def compute() -> None:
        nonlocal draft
        draft = draft_bulletin(Actor(first), YEAR, timezone.localdate())

    _said("draft", compute)
    _said("publish", lambda: publish(Actor(second), draft, "http://localhost"))
    bulletin = draft.bulletin
    clients = {"city": Client(), "county": Client()}
    clients["city"].force_login(first)
    clients["county"].force_login(county)
    measure = next(row["code"] for row in bulletin.content["measures"])
    for name, client in clients.items():
        for code in (
            "total-committed",
            "total-approved",
            "total-paid",
            "total-progress",
            "county-350102-paid",
            "county-350102-committed",
            f"measure-{measure}-paid",
        ):
            address = reverse("bulletins:figure", args=[bulletin.code, code])
            _case(client, f"{name}: {code}", address)
    _case(clients["city"], "the bulletin", bulletin.get_absolute_url())
    ledger = reverse("funds:ledger")
    _case(clients["city"], "ledger of what is paid", f"{ledger}?year={YEAR}&stage=paid")
    _case(
        clients["city"],
        "ledger of what is committed in a county",
        f"{ledger}?year={YEAR}&stage=committed&county=350102",
    )
    _case(clients["city"], "the dashboard", f"{reverse('dashboards:dashboard')}?year={YEAR}")


def _case(client: Any, name: str, address: str) -> None:
    client.get(address)  # what is compiled once is compiled
    times = []
    for _turn in range(REPEATED):
        started = time.perf_counter()
        response = client.get(address)
        times.append(1000 * (time.perf_counter() - started))
        assert response.status_code == 200, f"{address}: {response.status_code}"
    print(f"{name:48} {statistics.median(times):7.0f} ms  worst {max(times):7.0f} ms", flush=True)


def _said(name: str, call: Callable[[], Any]) -> None:
    started = time.perf_counter()
    call()
    print(f"{name:48} {time.perf_counter() - started:8.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
