"""Making Django ready in a process, and the database up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mizan.errors import StoreError

SCHEMA_LOCK = 0x6D697A616E  # "mizan": the advisory lock of PostgreSQL, one for each database


def set_up(data: Path) -> None:
    """Make Django ready over a data folder; the first call in a process counts."""
    import django
    from django.apps import apps

    os.environ["MIZAN_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mizan.service.settings")
    if not apps.ready:
        django.setup(set_prefix=False)


def migrate() -> None:
    """Bring both schemas up to date: that of the banks and ledger first, then Django's.

    On PostgreSQL one process does it while the others wait. StoreError store.too_new when the
    database was written by a newer version.
    """
    from django.conf import settings
    from django.core.management import call_command

    from mizan.banks.store import open_store

    open_store(settings.MIZAN_DATA).close()
    with _alone():
        if _is_due():
            call_command("migrate", verbosity=0, interactive=False)


def _is_due() -> bool:
    """Tell whether a migration is missing."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    ours = {app for app, _ in loader.disk_migrations}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in loader.disk_migrations
    )
    if unknown:
        raise StoreError(
            "the database was written by a newer version of Mizan",
            hint=f"update Mizan: it does not know {unknown[-1]}",
            code="store.too_new",
        )
    return bool(executor.migration_plan(loader.graph.leaf_nodes()))


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the schema on a server, however many machines start at once."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SCHEMA_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SCHEMA_LOCK])
