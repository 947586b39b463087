"""How long lists take with 200,000 organizations on PostgreSQL: the nightly pass over all of them,
and every kind of page.

    banyan generate --organizations 200000 --seed 7 --out CITY
    PYTHONPATH=src:tests python tests/benchmarks/lists_at_scale.py CITY

Starts a PostgreSQL server of its own from the installed binaries, loads the city, lets the lists
follow the recognitions, proposes a round of 500, evaluates everybody, and asks the desk through
Django's test client: the median of its requests, as the server answers them (HTML rendered, no
network); of several addresses in one line the slowest. An answer that is no page ends it. With
BANYAN_DATABASE_URL it works on that database, loaded before or loaded now.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from measuring import said

REPEATED = 10
ROUND = 500


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
        fill(city)
        _measure()
    finally:
        if server is not None:
            server.stop()


def fill(city: Path) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from banyan.desk.audit import Actor, Origin
    from banyan.desk.lists import tasks
    from banyan.desk.lists.actions import following
    from banyan.desk.lists.models import Entry, Evaluation, Standing
    from banyan.desk.operations.actions import load_facts
    from banyan.desk.operations.loading import holds_records
    from banyan.desk.policy_pack import declared_pack
    from banyan.desk.records.models import FACTS
    from banyan.rules.reading import read_facts
    from banyan.rules.standing import standings

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    desk = Actor(origin=Origin(via="task"))
    pack = declared_pack()
    facts = read_facts(city, pack.schema)
    said(
        "all criteria over everybody, in memory",
        lambda: list(standings(pack, facts, 2026, pack.criteria.values(), nearness=700_000)),
    )
    if not holds_records():
        said("load, with the search", lambda: load_facts(Actor(), facts))
        FACTS["recognitions"].objects.update(verified_at=timezone.now())
    if not Entry.objects.exists():
        day = timezone.localdate()

        def follow() -> None:
            for place in following.places():
                new = following.new_records(place, day)
                for numbers in tasks.pieces(new, following.A_PIECE):
                    tasks._unless_done(
                        lambda place=place, numbers=numbers: following.follow_records(
                            desk, place, numbers, day
                        )
                    )

        said("recognitions become entries", follow)
        said("entries compared with their records", lambda: following.changed_ends(day))
    if not Evaluation.objects.filter(state="done").exists():
        said("evaluate everybody, records read and written", lambda: _evaluate(desk))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{Entry.objects.count():,} entries, {Standing.objects.count():,} standings")
    _propose()


def _evaluate(actor: Any) -> None:
    from banyan.desk.lists.actions.evaluating import ask_evaluation
    from banyan.desk.lists.models import Evaluation
    from banyan.desk.lists.tasks import evaluate_all

    asked = ask_evaluation(actor)  # done by now where tasks are done at once
    if Evaluation.objects.get(pk=asked.pk).state == Evaluation.State.RUNNING:
        evaluate_all.call(asked.pk)


def _propose() -> None:
    from django.utils import timezone

    from banyan.desk.audit import Actor, Origin
    from banyan.desk.lists.actions import proposing, rounds
    from banyan.desk.lists.declared import list_of
    from banyan.desk.lists.models import Round, Standing

    if Round.objects.exists():
        return
    desk = Actor(origin=Origin(via="task"))
    until = timezone.localdate() + timedelta(days=20)
    year = timezone.localdate().year
    round_ = rounds.prepare_round(desk, list_of("rongsheng"), year=year, closes_on=until)
    rounds.open_round(desk, round_)
    found = Standing.objects.filter(list="rongsheng", state="satisfied").select_related(
        "organization"
    )
    wanted = proposing.Said(batch="raise")

    def propose() -> None:
        for one in found[:ROUND]:
            proposing.propose(desk, round_, one.organization, wanted)

    said(f"propose {ROUND}", propose)


def account(name: str, role: Any, county: str = "") -> Any:
    """An account that is there already, or a new one."""
    from banyan.desk.people.models import Account, Unit

    unit, _ = Unit.objects.get_or_create(
        code=name, defaults={"name_zh": name, "name_en": name, "county": county}
    )
    known = Account.objects.filter(username=name).first()
    return known or Account.objects.create_user(name, "x", role=role, unit=unit)


def _measure() -> None:
    from django.test import Client

    from banyan.desk.lists.models import Entry, Round, Standing
    from banyan.desk.people.models import Account
    from banyan.desk.people.roles import Role
    from banyan.desk.records.models import Representation

    def client(of: Account | None) -> Any:
        found = Client(SERVER_NAME="localhost")
        if of is not None:
            found.force_login(of)
        return found

    entries = list(Entry.objects.filter(list="gradient").select_related("organization")[:1000:200])
    middle = Entry.objects.count() // 2
    person = account("enterprise", Role.ENTERPRISE)
    Representation.objects.get_or_create(account=person, organization=entries[0].organization)
    round_ = Round.objects.get()
    last = Standing.objects.filter(list="gradient", tier="small_micro").order_by("-pk").first()
    names = [one.organization.name for one in entries]
    addresses: dict[str, list[str]] = {
        "all lists": ["/lists/"],
        "a list": ["/lists/gradient/", "/lists/technology_centres/", "/lists/rongsheng/"],
        "a list, in the middle": [f"/lists/gradient/?after={middle}"],
        "a list, a county": ["/lists/gradient/?county=350181", "/lists/gradient/?county=350125"],
        "a list, a tier": [f"/lists/gradient/?tier={t}" for t in ("srdi", "champion")],
        "a list, a year": ["/lists/gradient/?year=2026", "/lists/gradient/?year=2024&state=all"],
        "a list, a name": [f"/lists/gradient/?q={name[2:6]}" for name in names],
        "ending terms": ["/lists/gradient/reviews/"],
        "board": ["/lists/gradient/board/", "/lists/technology_centres/board/"],
        "who moved where": ["/lists/gradient/flow/"],
        "who qualifies": [
            f"/lists/{code}/standing/?state={state}"
            for code in ("rongsheng", "gradient", "leaders")
            for state in ("satisfied", "near", "lost", "needs")
        ],
        "who qualifies, the end": [
            f"/lists/gradient/standing/?tier=small_micro&after={last.pk - 200 if last else 0}"
        ],
        "who qualifies, a county": ["/lists/gradient/standing/?tier=small_micro&county=350125"],
        "rounds": ["/lists/rongsheng/rounds/"],
        "a round of 500": [f"/lists/rounds/{round_.pk}/"],
        "progress": ["/lists/rongsheng/progress/"],
        "an entry": [f"/lists/entries/{one.pk}/" for one in entries],
        "an organization": [f"/lists/organizations/{one.organization_id}/" for one in entries],
        "what waits": ["/lists/changes/"],
    }
    people = {
        "city": client(account("city", Role.CITY)),
        "county": client(account("county", Role.COUNTY, "350102")),
        "enterprise": client(person),
        "visitor": client(None),
    }
    for who, asking in people.items():
        for name, wanted in addresses.items():
            times = [
                found for address in wanted if (found := asked(asking, address, who)) is not None
            ]
            if times:
                print(f"{who + ': ' + name:48} {max(times) * 1000:8.0f} ms", flush=True)


def asked(client: Any, address: str, who: str) -> float | None:
    """Seconds, the median; ``None`` for what the account may not ask."""
    found = []
    for _ in range(REPEATED):
        start = time.perf_counter()
        response = client.get(address)
        if response.status_code in (302, 403, 404) and who != "city":
            return None
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        b"".join(response) if response.streaming else response.content
        found.append(time.perf_counter() - start)
    return statistics.median(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
