"""`mizan bank`: keep banks of known content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder, make_data_folder
from mizan.terms.bank import MayAct, Purpose

OPENINGS = ["-h", "--help"]
ENTRY = click.IntRange(1, 2**63 - 1)


@click.group(context_settings={"help_option_names": OPENINGS})
def bank() -> None:
    """Keep banks of known content: create, fill, try, export.

    A bank holds fingerprints, never the content they were made from. Its purpose is harm (known
    harm), allow (known innocent: silences what it matches) or commons (passages that everybody
    shares: they never count as evidence).
    """


def open_for_change(data: Path | None) -> Any:
    """Open the store of the data folder, made when missing, with the shipped commons in it."""
    from mizan.banks.store import open_store
    from mizan.engine.build import provide_commons

    store = open_store(make_data_folder(data_folder(data)))
    provide_commons(store)
    return store


@bank.command()
@click.argument("name")
@click.option(
    "--purpose",
    type=click.Choice(get_args(Purpose)),
    required=True,
    help="What a match with it means.",
)
@click.option(
    "--may-act",
    type=click.Choice(get_args(MayAct)),
    default="queue",
    show_default=True,
    help="never: matches are shown only; queue: at most review; auto: exact and perceptual"
    " fingerprints that you confirmed may reach act.",
)
@click.option(
    "--max-distance",
    type=click.IntRange(0, 63),
    metavar="N",
    help="Bits of 256 that a perceptual match may differ by. [default: 31]",
)
@click.option("--owner", default="", metavar="TEXT", help="Who answers for it.")
@click.option("--legal-basis", default="", metavar="TEXT", help="On what ground it is held.")
@why_option
@data_option
def create(name: str, data: Path | None, why: str, **properties: Any) -> None:
    """Make a bank called NAME.

    A name holds a-z, 0-9, and the signs . _ - after its first letter or digit.
    """
    from mizan.banks.changes import create_bank
    from mizan.cli.desk_rules import takes_two, told

    with open_for_change(data) as store:
        if takes_two(data, properties["purpose"], properties["may_act"]):
            from mizan.service.curation import bank_changes

            outcome = bank_changes.create_bank(name=name, actor=actor(), why=why, **properties)
            click.echo(f"Bank {name} is there: purpose harm, may act queue.")
            told(outcome)
            return
        made = create_bank(store, name=name, actor=actor(), why=why, **properties)
    click.echo(f"Bank {made.name} is there: purpose {made.purpose}, may act {made.may_act}.")


@bank.command("set")
@click.argument("name")
@click.option("--may-act", type=click.Choice(get_args(MayAct)), help="See `mizan bank create`.")
@click.option("--max-distance", type=click.IntRange(0, 63), metavar="N", help="Bits of 256.")
@click.option("--owner", metavar="TEXT", help="Who answers for it.")
@click.option("--legal-basis", metavar="TEXT", help="On what ground it is held.")
@why_option
@data_option
def set_(name: str, data: Path | None, why: str, **properties: Any) -> None:
    """Change the properties of a bank that are given."""
    from mizan.banks.changes import set_bank
    from mizan.cli.desk_rules import bank_takes_two, told

    if all(value is None for value in properties.values()):
        raise click.UsageError("name what to change, for instance --may-act never")
    with open_for_change(data) as store:
        if bank_takes_two(data, store, name, properties["may_act"]):
            from mizan.service.curation import bank_changes

            if told(bank_changes.set_bank(name=name, actor=actor(), why=why, **properties)):
                return
        else:
            set_bank(store, name=name, actor=actor(), why=why, **properties)
    click.echo(f"Bank {name} was changed.")


@bank.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@data_option
def list_(data: Path | None, as_json: bool) -> None:  # noqa: FBT001 - click's flag
    """List the banks with what they hold."""
    from mizan.banks import queries

    with open_for_change(data) as store:
        banks, counts = queries.banks(store), queries.counts(store)
    rows = [
        {
            "name": one.name,
            "purpose": one.purpose,
            "may_act": one.may_act,
            "max_distance": one.max_distance,
            "enabled": one.enabled,
            "owner": one.owner,
            "legal_basis": one.legal_basis,
            "entries": sum(c.entries for c in counts[one.name] if c.state == "active"),
        }
        for one in banks
    ]
    if as_json:
        click.echo(json.dumps({"banks": rows}, ensure_ascii=False))
        return
    for row in rows:
        off = "" if row["enabled"] else ", disabled"
        click.echo(
            f"{row['name']:<24} {row['purpose']:<8} may act: {row['may_act']:<6}"
            f" {row['entries']} in force{off}"
        )


@bank.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help='Print {"entries": [{"id", ...}]}.')
@data_option
def show(name: str, data: Path | None, as_json: bool) -> None:  # noqa: FBT001 - click's flag
    """Show the entries of bank NAME, oldest first."""
    from mizan.banks import queries

    with open_for_change(data) as store:
        where = queries.bank(store, name)
        if as_json:
            _show_json(store, name)
            return
        click.echo(f"{where.name}: purpose {where.purpose}, may act {where.may_act}")
        for entry in queries.all_entries(store, name):
            click.echo(
                f"{entry.id:>8}  {entry.signal:<9} {entry.state:<9} {entry.opinion:<12}"
                f" {entry.added}  {entry.label}"
            )


def _show_json(store: Any, name: str) -> None:
    """Write page by page: a bank may hold millions."""
    from mizan.banks import queries
    from mizan.engine.build import signal_types

    types = signal_types()
    click.echo('{"entries":[', nl=False)
    for number, entry in enumerate(queries.all_entries(store, name)):
        readable = entry.value and entry.signal in types  # its plug-in may be gone
        row = {
            "id": entry.id,
            "type": entry.signal,
            "value": types[entry.signal].write(entry.value) if readable else None,
            "label": entry.label,
            "source": entry.source,
            "source_ref": entry.source_ref,
            "opinion": entry.opinion,
            "state": entry.state,
            "because": entry.because,
            "added": entry.added,
        }
        click.echo(("," if number else "") + json.dumps(row, ensure_ascii=False), nl=False)
    click.echo("]}")


@bank.command()
@click.argument("name")
@click.argument("entry", type=ENTRY)
@why_option
@data_option
def remove(name: str, entry: int, data: Path | None, why: str) -> None:
    """Take ENTRY out of bank NAME for good; its fingerprint is erased.

    A later import does not bring it back; adding it by hand does.
    """
    from mizan.banks.changes import remove_entry
    from mizan.banks.manifest import read_manifest
    from mizan.banks.merge import merge
    from mizan.engine.build import signal_types

    folder = data_folder(data)
    with open_for_change(data) as store:
        remove_entry(store, bank=name, entry=entry, actor=actor(), why=why)
        click.echo(f"Entry {entry} of bank {name} was removed: it matches nothing any more.")
        if read_manifest(folder):  # now, so that no scan has to wait for it
            merge(store, folder, signal_types())
            click.echo("Its fingerprint was erased from the index, too.")


@bank.command()
@click.argument("name")
@click.argument("entry", type=ENTRY, required=False)
@why_option
@data_option
def disable(name: str, entry: int | None, data: Path | None, why: str) -> None:
    """Switch off bank NAME, or one ENTRY of it: it matches nothing until it is enabled."""
    _switch(data, name, entry, why, enabled=False)


@bank.command()
@click.argument("name")
@click.argument("entry", type=ENTRY, required=False)
@why_option
@data_option
def enable(name: str, entry: int | None, data: Path | None, why: str) -> None:
    """Switch bank NAME, or one ENTRY of it, on again."""
    _switch(data, name, entry, why, enabled=True)


def _switch(data: Path | None, name: str, entry: int | None, why: str, *, enabled: bool) -> None:
    from mizan.banks.changes import set_enabled
    from mizan.cli.desk_rules import bank_takes_two

    with open_for_change(data) as store:
        if enabled and bank_takes_two(data, store, name):
            _enable_at_desk(name, entry, why)
            return
        set_enabled(store, bank=name, entry=entry, enabled=enabled, actor=actor(), why=why)
    what = f"Bank {name}" if entry is None else f"Entry {entry} of bank {name}"
    click.echo(f"{what} is {'enabled' if enabled else 'disabled'}.")


def _enable_at_desk(name: str, entry: int | None, why: str) -> None:
    from mizan.cli.desk_rules import told
    from mizan.service.curation import bank_changes, entry_changes

    if entry is None:
        outcome = bank_changes.enable_bank(name=name, actor=actor(), why=why)
    else:
        outcome = entry_changes.enable_entry(bank=name, entry=entry, actor=actor(), why=why)
    if not told(outcome):
        click.echo("It is enabled.")


@bank.command()
@click.argument("name")
@click.argument("entry", type=ENTRY)
@why_option
@data_option
def confirm(name: str, entry: int, data: Path | None, why: str) -> None:
    """Note that your own people stand behind ENTRY of bank NAME.

    Imported entries begin unconfirmed; only confirmed ones may ever lead to act.
    """
    from mizan.banks.changes import confirm as confirm_entry
    from mizan.cli.desk_rules import bank_takes_two, told

    with open_for_change(data) as store:
        if bank_takes_two(data, store, name):
            from mizan.service.curation import entry_changes

            if told(entry_changes.confirm_entry(bank=name, entry=entry, actor=actor(), why=why)):
                return
        else:
            confirm_entry(store, bank=name, entry=entry, actor=actor(), why=why)
    click.echo(f"Entry {entry} of bank {name} is confirmed.")


def _add_more() -> None:
    """Hang the commands of the neighbouring modules into the group."""
    from mizan.cli.bank_files import export, import_
    from mizan.cli.bank_fill import add, try_

    for command in (add, try_, import_, export):
        bank.add_command(command)


_add_more()
