"""A record leads back to the list that wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from banyan.desk.lists.models import Entry
from banyan.desk.lists.telling import name_of
from banyan.desk.people.models import Account
from banyan.desk.records.labels import language
from banyan.desk.records.origins import Origin


def find(account: Account | None, table: str, key: str) -> Iterator[Origin]:
    if table != "recognitions":
        return
    found = Entry.objects.visible_to(account).filter(recognition=key)
    for entry in found.exclude(recognition=""):
        words = name_of(entry.declared, entry.tier)[language()]
        yield Origin(words, entry.get_absolute_url())
