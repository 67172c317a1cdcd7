"""Options that several commands share, and how a data folder is opened."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

data_option = click.option(
    "--data",
    "data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The data folder, made when missing. [default: MIZAN_DATA, or the platform's user data"
    " folder]",
)

policy_option = click.option(
    "--policy",
    "policy_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Rules to weigh by. [default: those chosen with `mizan policy use`, or the shipped ones]",
)

why_option = click.option(
    "--why", default="", metavar="TEXT", help="A reason, kept in the ledger with the change."
)


def actor() -> str:
    """Return who is at the keyboard, for the ledger: "cli:NAME"."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "cli:unknown"
