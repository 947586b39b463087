"""``migrate``, by which a new database has all its tables made at once."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from banyan.desk.operations import new_database


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        whole = not (options["app_label"] or options["plan"] or options["check_unapplied"])
        if whole and new_database.is_new(connection):
            new_database.make_tables(connection)
        super().handle(*args, **options)
