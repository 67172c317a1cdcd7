"""`mizan user`: who works at the desk."""

from __future__ import annotations

from pathlib import Path

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder, make_data_folder


@click.group()
def user() -> None:
    """Make and list the people of the console."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    default="reviewer",
    show_default=True,
    metavar="ROLE",
    help="admin, lead, reviewer, compliance or auditor.",
)
@click.option(
    "--reads",
    default="ar,en",
    show_default=True,
    metavar="LANG[,LANG]",
    help="Languages and dialects that the person reads, as BCP 47: ar, ar-EG, en.",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    type=click.Choice(["en", "ar"]),
    help="The language of the console for this person.",
)
@why_option
@data_option
def create(name: str, role: str, reads: str, language: str, why: str, data: Path | None) -> None:
    """Make an account and print the one-time path that sets its password."""
    _begin(data)
    from mizan.service.people.changes import create_user, make_link

    skills = [one.strip() for one in reads.split(",") if one.strip()]
    made = create_user(
        name=name, role=role, skills=skills, language=language, actor=actor(), why=why
    )
    click.echo(f"/welcome/{make_link(user=made, actor=actor(), why=why)}")


@user.command(name="list")
@data_option
def list_(data: Path | None) -> None:
    """List people: name, role, what they read, whether the account is open."""
    _begin(data)
    from mizan.service.people.models import User

    for one in User.objects.order_by("name"):
        state = "open" if one.is_active else "closed"
        click.echo(f"{one.name}\t{one.role}\t{','.join(one.skills)}\t{state}")


@user.command(name="reset-link")
@click.argument("name")
@why_option
@data_option
def reset_link(name: str, why: str, data: Path | None) -> None:
    """Print a one-time path by which a person sets a new password."""
    _begin(data)
    from mizan.service.people.changes import make_link
    from mizan.service.people.queries import user as user_of

    click.echo(f"/welcome/{make_link(user=user_of(name), actor=actor(), why=why)}")


def _begin(data: Path | None) -> None:
    from mizan.service.run.start import begin

    begin(make_data_folder(data_folder(data)).resolve())
