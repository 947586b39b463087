"""What operators do to a desk as a whole."""

from __future__ import annotations

from banyan.desk.audit import Actor, action, log
from banyan.desk.audit.models import Entry
from banyan.desk.operations import loading
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.records import search
from banyan.desk.records.models import Source
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts

LOAD = "operations.load_facts"


def loaded_before(facts: Facts) -> bool:
    """Whether this very fact set was loaded into the desk, which holds records since."""
    files = loading.described(facts)
    entries = Entry.objects.filter(action=LOAD)
    return loading.holds_records() and any(
        entry.after is not None and entry.after["files"] == files for entry in entries
    )


@action(LOAD)
def load_facts(
    actor: Actor,
    facts: Facts,
    *,
    kind: Source.Kind = Source.Kind.IMPORTED,
    note: str = "",
    verified_by: Account | None = None,
    progress: loading.Progress = lambda done: None,
) -> Source:
    """The first records of a desk, from a checked fact set; for the system itself alone.

    ``verified_by`` is the account that answers for all of them, if one does. Raises UsageError
    where the desk has records already."""
    access.require(actor)
    if loading.holds_records():
        raise UsageError("the desk holds records already; facts are loaded into an empty one")
    source = Source.objects.create(kind=kind, note=note)
    source.rows = loading.insert(facts, source, verified_by=verified_by, progress=progress)
    source.save(update_fields=["rows"])
    search.rebuild()
    log(source, after={"rows": source.rows, "files": loading.described(facts)})
    return source
