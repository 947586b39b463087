"""Whether the desk is well, for whoever watches it."""

from __future__ import annotations

import shutil

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from banyan.desk.funds.checking import balanced
from banyan.desk.operations.serving import waiting_migrations
from banyan.desk.operations.worker import seconds_since_sign_of_life
from banyan.desk.people import access

log = structlog.get_logger(__name__)

WORKER_SILENT = 60.0
"""Seconds without a sign of life after which the worker counts as dead."""

LEAST_FREE = 200 * 1024 * 1024
"""Bytes that must be free on the disk of the data."""

_migrated = False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations() -> bool:
    """Asked until it is so; a process that saw it need not look again."""
    global _migrated
    _migrated = _migrated or not waiting_migrations()
    return _migrated


def _worker() -> bool:
    silent = seconds_since_sign_of_life(settings.DATA)
    return silent is not None and silent < WORKER_SILENT


def _disk() -> bool:
    return shutil.disk_usage(settings.DATA).free >= LEAST_FREE


def _ledger() -> bool:
    """Whether what the database keeps of the money adds up; ``/funds/check/`` says where not."""
    return balanced()


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "disk": _disk,
    "ledger": _ledger,
}


@access.visitors
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """``{"well": true, "database": true, …}``; status 503 where something is not."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check()
        except (DatabaseError, OSError):
            log.exception("unwell", check=name)
            found[name] = False
    well = all(found.values())
    return JsonResponse({"well": well, **found}, status=200 if well else 503)
