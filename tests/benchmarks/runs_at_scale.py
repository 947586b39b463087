"""How long a run takes with 200,000 organizations and a million lines on PostgreSQL, from the
snapshot to lines that can be browsed, its public notice and its approval, and how long the pages
take.

    banyan generate --organizations 200000 --seed 7 --out CITY
    PYTHONPATH=src:tests python tests/benchmarks/runs_at_scale.py CITY [LINES]

Starts a PostgreSQL server of its own from the installed binaries and loads the city, verified. The
generator gives an organization fewer lines than the benchmark wants: the cloud years of the city
are repeated until the run has LINES lines (a million). Pages are asked for through Django's test
client (HTML rendered, no network): the median of ten requests each. Beside the seconds that pass
stand those of a processor, of this process and the server together: where other programs want the
same cores, more pass than are worked.
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
ADDRESSES = [
    f"/{place}/"
    for place in (
        "todo",
        "matches",
        "applications",
        "runs",
        "notices",
        "funds",
        "payments",
        "bulletins",
        "dashboard",
        "incentives",
    )
]


_SERVER: list[str] = []
"""The number of the server's process."""


def main(city: Path, lines: int) -> None:
    from postgresql import Server

    server = Server()
    postmaster = (server.folder / "data" / "postmaster.pid").read_text().splitlines()[0]
    _SERVER.append(postmaster)
    try:
        os.environ["BANYAN_DATABASE_URL"] = server.url
        os.environ["BANYAN_DATA"] = tempfile.mkdtemp(prefix="banyan-bench-")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.desk_settings"
        sys.path.insert(0, str(Path(__file__).parent.parent.parent))
        import banyan.desk

        banyan.desk.start()
        _load(city, lines)
        _measure()
    finally:
        server.stop()


def _load(city: Path, lines: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from banyan.desk.operations.loading import insert
    from banyan.desk.people.models import Account, Unit
    from banyan.desk.people.roles import Role
    from banyan.desk.policy_pack import declared_pack
    from banyan.desk.records import search
    from banyan.desk.records.models import FACTS, Source
    from banyan.rules.reading import read_facts
    from banyan.rules.settlement import settle

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    unit = Unit.objects.create(code="city", name_zh="city", name_en="city")
    first = Account.objects.create_user("first", "x", role=Role.CITY, unit=unit)
    source = Source.objects.create(kind=Source.Kind.IMPORTED)
    facts = read_facts(_enlarged(city, lines), declared_pack().schema)
    _said("settle alone", lambda: settle(declared_pack(), facts, YEAR))
    _said("load", lambda: insert(facts, source, verified_by=first))
    rows = sum(model.objects.count() for model in FACTS.values())
    print(f"{rows:,} records, {os.getloadavg()[0]:.1f} processes want the cores", flush=True)
    _said("search", search.rebuild)
    with connection.cursor() as cursor:
        _said("analyze", lambda: cursor.execute("VACUUM ANALYZE"))


def _enlarged(city: Path, lines: int) -> Path:
    """The city with cloud years for enough organizations: each is up to three lines."""
    import polars as pl

    from banyan.desk.policy_pack import declared_pack
    from banyan.rules.reading import read_facts
    from banyan.rules.settlement import settle

    facts = read_facts(city, declared_pack().schema)
    found = sum(one.height for one in settle(declared_pack(), facts, YEAR).frames.values())
    print(f"{found:,} lines of the city as it is", flush=True)
    if found >= lines:
        return city
    place = Path(tempfile.mkdtemp(prefix="banyan-city-"))
    for path in city.iterdir():
        (place / path.name).symlink_to(path.resolve())
    held = pl.read_parquet(city / "cloud_years.parquet")
    codes = pl.read_parquet(city / "organizations.parquet").select("uscc")
    free = codes.join(held.filter(year=YEAR), on="uscc", how="anti")
    wanted = min((lines - found) // 3 + 1, free.height)
    amounts = held.select("devices", "software_cost", "infrastructure_cost").row(0, named=True)
    more = free.head(wanted).with_columns(
        pl.lit(YEAR, dtype=held.schema["year"]).alias("year"),
        *(
            pl.lit(max(value or 0, 5)).cast(held.schema[name]).alias(name)
            for name, value in amounts.items()
        ),
    )
    (place / "cloud_years.parquet").unlink()
    pl.concat([held, more.select(held.columns)]).write_parquet(place / "cloud_years.parquet")
    if wanted * 3 + found < lines:
        _more_loans(city, place, lines - found - wanted * 3)
    return place


def _more_loans(city: Path, place: Path, lines: int) -> None:
    """Loans of a purpose that makes one line each."""
    import polars as pl

    held = pl.read_parquet(city / "loans.parquet")
    model = held.filter(
        pl.col("purposes").cast(pl.String).str.contains("supply_chain"),
        pl.col("disbursed_on").dt.year() == YEAR,
    )
    times = lines // max(model.height, 1) + 1
    copies = [
        model.with_columns((pl.col("loan") + f"-{number}").alias("loan")) for number in range(times)
    ]
    (place / "loans.parquet").unlink()
    pl.concat([held, pl.concat(copies).head(lines)]).write_parquet(place / "loans.parquet")


def _measure() -> None:
    from django.test import Client

    from banyan.desk.audit import Actor
    from banyan.desk.people.models import Account, Unit
    from banyan.desk.people.roles import Role
    from banyan.desk.records.models import Organization
    from banyan.desk.settlement import tasks
    from banyan.desk.settlement.actions import runs
    from banyan.desk.settlement.models import Run

    first = Account.objects.get(username="first")
    unit = Unit.objects.create(code="there", name_zh="there", name_en="there", county="350125")
    there = Account.objects.create_user("there", "x", role=Role.COUNTY, unit=unit)

    def compute() -> None:
        asked = runs.start_run(Actor(first), YEAR)
        if asked.state == "computing":
            tasks.compute_run.call(asked.pk)

    _tell_parts()
    _said("a run, from start to browsable", compute)
    run = Run.objects.get()
    assert run.state == Run.State.DRAFT, run.fault
    print(f"{run.line_count:,} lines", flush=True)
    _said("another run of the year, compared", compute)
    run = Run.objects.first()
    assert run is not None

    _decide(run)

    last = run.line_count
    codes = list(Organization.objects.order_by("name").values_list("pk", flat=True)[:2000:200])
    names = list(Organization.objects.order_by("name").values_list("name", flat=True)[:2000:200])
    lines = f"/runs/{run.pk}/lines/"
    cases: dict[str, list[str]] = {
        "the run": [f"/runs/{run.pk}/"],
        **{address: [address] for address in ADDRESSES},
        "lines: the first page": [lines],
        "lines: in the middle": [f"{lines}?after={last // 11 * n}" for n in range(1, 11)],
        "lines: at the end": [f"{lines}?after={last - 40}"],
        "lines: of a measure": [f"{lines}?measure=order_award", f"{lines}?measure=srdi"],
        "lines: of a county": [f"{lines}?county=350125"],
        "lines: of a status": [f"{lines}?status=over_quota", f"{lines}?status=gone"],
        "lines: large ones": [f"{lines}?exception=large"],
        "lines: places that move": [f"{lines}?exception=provisional"],
        "lines: left out": [f"{lines}?exception=left_out"],
        "lines: from 4,000,000 yuan": [f"{lines}?low=4000000"],
        "lines: narrow": [
            f"{lines}?measure=equipment_upgrade&county=350125&status=granted&low=1000000"
        ],
        "lines: that differ": [f"{lines}?status=different"],
        "lines: of a code": [f"{lines}?q={code}" for code in codes],
        "lines: of a name": [f"{lines}?q={name}" for name in names],
        "lines: of a word (many)": [f"{lines}?q=科技"],
        "a line": [f"{lines}{last // 11 * n}/" for n in range(1, 11)],
    }
    for who, account in (("city", first), ("small county", there)):
        client = Client(SERVER_NAME="localhost")
        client.force_login(account)
        for name, addresses in cases.items():
            if who == "city" or name.startswith("lines"):
                _case(client, f"{who}: {name}", addresses)


def _decide(run: Any) -> None:
    """Opens the public notice of the run and approves it."""
    from datetime import timedelta

    from django.utils import timezone

    from banyan.desk.audit import Actor
    from banyan.desk.funds.ledger import CITY, Posting, fund_of, post
    from banyan.desk.funds.models import Budget, Entry
    from banyan.desk.people.models import Account
    from banyan.desk.people.roles import Role
    from banyan.desk.policy.pack_in_force import pack_in_force
    from banyan.desk.settlement.actions import notices
    from banyan.desk.settlement.models import Award, Run

    account = Account.objects.get(username="first")
    first = Actor(account)
    second = Actor(Account.objects.create_user("second", "x", role=Role.CITY, unit=account.unit))
    pack = pack_in_force()
    for fund in sorted({fund_of(pack, measure) for measure in pack.measures}):
        budget = Budget.objects.create(year=YEAR, fund=fund, measure="", county=CITY)
        key = f"budget {budget.pk}"
        post(first, [Posting(Entry.Kind.APPROPRIATION, budget, 10**14, key, key)])
    _said("the public notice is opened", lambda: notices.open_notice(first, run))
    print(f"{Award.objects.count():,} awards", flush=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    Run.objects.filter(pk=run.pk).update(notice_ends_on=yesterday)
    _said("the run is approved", lambda: notices.approve(second, run))


def _tell_parts() -> None:
    """Has the parts of a run say how long they take."""
    from banyan.desk.settlement import computing
    from banyan.desk.settlement.actions import runs

    for module, name in (
        (computing, "verified_facts"),
        (computing, "read_facts"),
        (computing, "settle"),
        (computing, "write_run"),
        (computing, "boards"),
        (runs, "lines_of"),
        (runs, "insert_lines"),
    ):
        setattr(module, name, _telling(f"- {name}", getattr(module, name)))


def _telling(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def told(*arguments: Any, **named: Any) -> Any:
        started, worked = time.perf_counter(), _worked()
        result = call(*arguments, **named)
        passed, worked = time.perf_counter() - started, _worked() - worked
        print(f"{name:48} {passed:8.1f} s  of a processor {worked:8.1f} s", flush=True)
        return result

    return told


def _worked() -> float:
    """Seconds of a processor that this process and those of the server have had."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[1] in _SERVER:  # the parent
            ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _case(client: Any, name: str, addresses: list[str]) -> None:
    client.get(addresses[0])  # what is compiled once is compiled
    times = []
    for turn in range(REPEATED):
        address = addresses[turn % len(addresses)]
        started = time.perf_counter()
        response = client.get(address)
        times.append(1000 * (time.perf_counter() - started))
        assert response.status_code == 200, f"{address}: {response.status_code}"
    print(f"{name:48} {statistics.median(times):7.0f} ms  worst {max(times):7.0f} ms", flush=True)


def _said(name: str, call: Callable[[], Any]) -> None:
    _telling(name, call)()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else LINES)
