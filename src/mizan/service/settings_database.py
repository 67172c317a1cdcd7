"""Where Django's tables lie: beside the bank tables, in the same file or the same schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mizan.banks.files import DATABASE

PATIENCE = 20  # seconds a write waits for another
PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # writers do not block readers
    "PRAGMA synchronous = FULL",  # what was accepted survives a loss of power, too
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # erased content is overwritten
)


def database(folder: Path, url: str | None) -> dict[str, Any]:
    """Return Django's description of the database: the folder's file, or a server's address."""
    if url is None:
        return {
            "ENGINE": "mizan.service.ground.sqlite",
            "NAME": folder / DATABASE,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": PATIENCE,
                "transaction_mode": "IMMEDIATE",
                "init_command": ";".join(PRAGMAS),
            },
            "TEST": {"NAME": folder / DATABASE},  # readers in other processes open the same file
        }
    from psycopg.conninfo import conninfo_to_dict

    parts: dict[str, Any] = {**conninfo_to_dict(url)}
    given = {name: parts.pop(name, "") for name in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given["dbname"],
        "USER": given["user"],
        "PASSWORD": given["password"],
        "HOST": given["host"],
        "PORT": given["port"],
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, **parts},
    }
