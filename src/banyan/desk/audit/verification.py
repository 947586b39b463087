"""Finds any entry that was altered, removed, inserted or moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from banyan.desk.audit.models import FIRST, Entry, Head


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and why."""

    number: int
    why: str


def verify() -> Iterator[Break]:
    """Walks the chain from its first entry to the head that it had at the start; others may
    append meanwhile."""
    head = Head.objects.get(pk=1)
    expected, previous = 1, FIRST
    entries = Entry.objects.filter(number__lte=head.number).order_by("number")
    for entry in entries.iterator(chunk_size=2000):
        if entry.number != expected:
            yield Break(expected, f"entries {expected} to {entry.number - 1} are missing")
        elif entry.previous != previous:
            yield Break(entry.number, "does not follow the entry before it")
        if entry.hash != entry.digest():
            yield Break(entry.number, "was altered")
        expected, previous = entry.number + 1, entry.hash
    if head.number != expected - 1:
        yield Break(expected, f"the chain should reach to entry {head.number}")
    elif head.hash != previous:
        yield Break(head.number, "is not the entry that the head names")
    # In one statement, so that an entry that is appended just now comes with its head.
    for entry in Entry.objects.filter(number__gt=Head.objects.filter(pk=1).values("number")[:1]):
        yield Break(entry.number, "lies beyond the head")


def includes(head: str) -> bool:
    """Whether the chain holds an entry with this hash: a head that was kept elsewhere. A chain
    that was written anew as a whole does not."""
    return head == FIRST or Entry.objects.filter(hash=head).exists()
