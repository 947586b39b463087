"""How long lists, searches and pages take at a million organizations on PostgreSQL.

    banyan generate --organizations 1000000 --seed 7 --out CITY
    PYTHONPATH=src:tests python tests/benchmarks/records_at_scale.py CITY

Starts a PostgreSQL server of its own from the installed binaries, loads the city, builds the
search, and asks the desk for every kind of page through Django's test client: the median of ten
different requests each, as the server answers them (HTML rendered, no network).
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

REPEATED = 10


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

    from banyan.desk.audit import Actor
    from banyan.desk.operations.actions import load_facts
    from banyan.desk.policy_pack import declared_pack
    from banyan.rules.reading import read_facts

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    facts = read_facts(city, declared_pack().schema)
    _said("load, with the search", lambda: load_facts(Actor(), facts))
    from django.db import connection

    with connection.cursor() as cursor:
        _said("analyze", lambda: cursor.execute("VACUUM ANALYZE"))


def _said(name: str, call: Callable[[], Any]) -> None:
    started = time.perf_counter()
    call()
    print(f"{name:40} {time.perf_counter() - started:8.1f} s", flush=True)


def _measure() -> None:
    from django.test import Client

    from banyan.desk.people.models import Account, Unit
    from banyan.desk.people.roles import Role
    from banyan.desk.records.models import Organization

    def account(name: str, role: Role, county: str = "") -> Client:
        unit = Unit.objects.create(code=name, name_zh=name, name_en=name, county=county)
        client = Client()
        client.force_login(Account.objects.create_user(name, "x", role=role, unit=unit))
        return client

    city = account("city", Role.CITY)
    county = account("county", Role.COUNTY, "350102")
    small = account("county-small", Role.COUNTY, "350125")
    some = list(Organization.objects.order_by("name")[:2000:20])
    names = [one.name for one in some]
    codes = [one.pk for one in some]
    last = [one.pk for one in Organization.objects.order_by("-pk")[:1000:100]]
    middle = list(Organization.objects.filter(pk__gt=codes[5]).order_by("pk")[:1000:100])

    from banyan.desk.records.search import terms

    cases: dict[str, list[str]] = {
        "the first page": ["/organizations/"],
        "a page in the middle": [f"/organizations/?after={one.pk}" for one in middle],
        "a page at the end": [f"/organizations/?after={code}" for code in last],
        "有限公司 (nearly all)": ["/organizations/?q=有限公司"],
        "福州 (very common)": ["/organizations/?q=福州"],
        "科技 (common)": ["/organizations/?q=科技"],
        "two common words": ["/organizations/?q=福州 科技", "/organizations/?q=机械 有限"],
        "two characters of a name": [f"/organizations/?q={name[2:4]}" for name in names],
        "four characters of a name": [f"/organizations/?q={name[2:6]}" for name in names],
        "a whole name": [f"/organizations/?q={name}" for name in names],
        "a name that nobody has": ["/organizations/?q=乌有先生", "/organizations/?q=限福州"],
        "initials, whole": [f"/organizations/?q={terms.initials(n)}" for n in names],
        "initials, four letters": [f"/organizations/?q={terms.initials(n)[2:6]}" for n in names],
        "initials, two letters": [f"/organizations/?q={terms.initials(n)[2:4]}" for n in names],
        "initials yxgs (nearly all)": ["/organizations/?q=yxgs"],
        "credit code, whole": [f"/organizations/?q={code}" for code in codes],
        "credit code, beginning": [f"/organizations/?q={code[:10]}" for code in codes],
        "credit code, 4 characters": ["/organizations/?q=9135"],
        "filters, broad": ["/organizations/?section=C&size=small"],
        "filters, narrow": [
            "/organizations/?county=350125&recognition=little_giant&size=large",
            "/organizations/?county=350102&recognition=single_champion",
        ],
        "filters and 有限公司": ["/organizations/?q=有限公司&county=350125&size=large&section=I"],
        "filters and a word": ["/organizations/?q=科技&county=350104&size=medium&section=C"],
        "the page of an organization": [f"/organizations/{code}/" for code in codes],
        "table: loans": ["/records/loans/"],
        "table: recognitions of a kind": ["/records/recognitions/?kind=single_champion"],
        "table: history of a year": ["/records/history/?year=2025"],
        "table: loans of one": [f"/records/loans/?uscc={code}" for code in codes],
        "table: not verified": ["/records/projects/?verified=no"],
    }
    for who, client in (("city", city), ("county", county), ("small county", small)):
        for name, addresses in cases.items():
            if who != "city" and name.startswith("the page"):
                continue
            _case(client, f"{who}: {name}", addresses)


def _case(client: Any, name: str, addresses: list[str]) -> None:
    times = []
    status = 200
    for turn in range(REPEATED):
        address = addresses[turn % len(addresses)]
        started = time.perf_counter()
        response = client.get(address)
        times.append(1000 * (time.perf_counter() - started))
        status = max(status, response.status_code)
    note = "" if status == 200 else f"  status {status}"
    print(
        f"{name:48} {statistics.median(times):7.0f} ms  worst {max(times):7.0f} ms{note}",
        flush=True,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
