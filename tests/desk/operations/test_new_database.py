"""A new database gets its tables at once; they are those that the migrations make one by one."""

from __future__ import annotations

import json

from .conftest import Desks

DESCRIBED = """
import json
from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

call_command({command}, interactive=False, verbosity=0)
found = {{}}
with connection.cursor() as cursor:
    look = connection.introspection
    for table in look.table_names(cursor):
        columns = look.get_table_description(cursor, table)
        found[table] = {{
            "columns": sorted([one.name, str(one.type_code), one.null_ok] for one in columns),
            "constraints": sorted(
                [
                    "" if about["foreign_key"] or name.startswith("__unnamed") else name,
                    repr(sorted(set(about.pop("columns") or ()))),
                    repr(sorted(about.items())),
                ]
                for name, about in look.get_constraints(cursor, table).items()
            ),
        }}
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    else:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname")
    found["triggers"] = cursor.fetchall()
    cursor.execute("SELECT * FROM audit_head")
    found["rows"] = cursor.fetchall()
applied = MigrationRecorder(connection).applied_migrations()
found["applied"] = sorted(map(list, applied))
print(json.dumps(found))
"""


def test_a_new_database_is_as_the_migrations_would_have_made_it(desks: Desks) -> None:
    at_once, one_by_one = (
        json.loads(desks.make().shell(DESCRIBED.format(command=command)))
        for command in ('"migrate"', "Command()")
    )
    assert at_once.keys() == one_by_one.keys()
    for name, about in at_once.items():
        assert about == one_by_one[name], name
