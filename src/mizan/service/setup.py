"""Making Django ready in a process, and the database up to date."""

from __future__ import annotations

import os
from pathlib import Path


def set_up(data: Path) -> None:
    """Make Django ready over a data folder; the first call in a process counts."""
    import django
    from django.apps import apps

    os.environ["MIZAN_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mizan.service.settings")
    if not apps.ready:
        django.setup(set_prefix=False)


def migrate() -> None:
    """Bring both schemas up to date: that of the banks and ledger first, then Django's."""
    from django.conf import settings
    from django.core.management import call_command

    from mizan.banks.store import open_store

    open_store(settings.MIZAN_DATA).close()
    call_command("migrate", verbosity=0, interactive=False)
