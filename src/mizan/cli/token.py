"""`mizan token`: what programs show to the API."""

from __future__ import annotations

from pathlib import Path

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder, make_data_folder


@click.group()
def token() -> None:
    """Make, list and revoke the tokens of programs."""


@token.command()
@click.option(
    "--scope",
    "scopes",
    required=True,
    metavar="S[,S]",
    help="What it opens: check, items, cases, decide, banks, metrics, hma.",
)
@click.option(
    "--name", default="", metavar="TEXT", help="What the ledger calls it. [default: its scopes]"
)
@why_option
@data_option
def create(scopes: str, name: str, why: str, data: Path | None) -> None:
    """Make a token and print it, once: only its digest is kept."""
    _begin(data)
    from mizan.service.people.changes import create_token

    wanted = [one.strip() for one in scopes.split(",") if one.strip()]
    click.echo(create_token(name=name or "-".join(wanted), scopes=wanted, actor=actor(), why=why))


@token.command(name="list")
@data_option
def list_(data: Path | None) -> None:
    """List tokens: name, scopes, when made, last day of use."""
    _begin(data)
    from mizan.service.people.models import Token

    for one in Token.objects.order_by("name"):
        state = "revoked" if one.revoked_at else f"used {one.used_on or 'never'}"
        click.echo(f"{one.name}\t{','.join(one.scopes)}\t{one.created_at:%Y-%m-%d}\t{state}")


@token.command()
@click.argument("name")
@why_option
@data_option
def revoke(name: str, why: str, data: Path | None) -> None:
    """End a token at once."""
    _begin(data)
    from mizan.service.people.changes import revoke_token

    revoke_token(name=name, actor=actor(), why=why)
    click.echo(f"revoked {name}")


def _begin(data: Path | None) -> None:
    from mizan.service.run.start import begin

    begin(make_data_folder(data_folder(data)).resolve())
