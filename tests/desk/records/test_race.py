"""Of two who write the same record at the same time, neither overwrites the other unseen."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from banyan.desk.audit import Actor
from banyan.desk.records import actions, checking, writing
from banyan.desk.records.checking import Draft
from banyan.desk.records.models import Organization, Revision
from banyan.desk.records.rows import row_of
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)


def _both_at_once(monkeypatch: pytest.MonkeyPatch, *, guarded: bool) -> list[Revision]:
    """Two imports of one organization, each of which has read before either writes (without the
    guard) or would like to (with it: the second waits until the first is done)."""
    making = Making()
    organization = making.organization(1, size="medium")
    row = row_of(organization)
    met = threading.Barrier(2)
    check = checking.check

    def check_and_wait(draft: Draft, account: Any, *, lock: bool = False) -> Any:
        outcome = check(draft, account, lock=lock and guarded)
        try:
            met.wait(timeout=1 if guarded else 10)
        except threading.BrokenBarrierError:
            assert guarded, "the two did not meet"
        return outcome

    monkeypatch.setattr(writing, "check", check_and_wait)
    errors: list[Exception] = []

    def change(size: str) -> None:
        try:
            actions.import_rows(Actor(), Draft.of_rows({"organizations": [row | {"size": size}]}))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[size]) for size in ("small", "large")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return list(Revision.objects.order_by("pk"))


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one transaction in at a time"
)
def test_without_the_lock_both_believe_to_change_what_was_there_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = [one.before["size"] for one in _both_at_once(monkeypatch, guarded=False)]
    assert before == ["medium", "medium"]


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one transaction in at a time"
)
def test_with_the_lock_the_second_changes_what_the_first_wrote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = _both_at_once(monkeypatch, guarded=True)
    assert first.before["size"] == "medium"
    assert second.before == first.after
    assert Organization.objects.get().size == second.after["size"]
