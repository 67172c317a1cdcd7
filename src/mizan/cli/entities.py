"""`mizan entities`: lists of designated organisations, and the names they go by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder, make_data_folder

if TYPE_CHECKING:
    from mizan.entities.options import Options

OPENINGS = ["-h", "--help"]
LIST_FILE = click.Path(path_type=Path, dir_okay=False)
FORMATS = ["auto", "un", "misp", "csv"]  # as `mizan.entities.importers` has them
DIFFERENT = 1  # exit status of `diff`, as of diff(1)


@click.group(context_settings={"help_option_names": OPENINGS})
def entities() -> None:
    """Keep lists of designated organisations: import, compare, go back.

    A name on a list is never evidence: newspapers use every one of them. A text that names an
    organisation gets a finding with the list, its version and number, and nothing more.
    """


def reading_options(command: Any) -> Any:
    """Add the options that say how a list is read."""
    for option in (
        click.option(
            "--persons",
            is_flag=True,
            help="Keep the persons of the list, too. Texts are not searched for them: Mizan"
            " profiles nobody.",
        ),
        click.option(
            "--regime",
            "regimes",
            multiple=True,
            metavar="NAME",
            help="A part of the list to take, as the list calls it; may be given several times."
            " [default: of the UN list Al-Qaida and Taliban, since its other parts are sanctions on"
            " states; of a CSV file all]",
        ),
        click.option(
            "--version", default="", metavar="TEXT", help="Of a list that does not say its own."
        ),
        click.option(
            "--name",
            default="",
            metavar="NAME",
            help="What to call the list. [default: un for"
            " the UN list, canada for Canada's, else after the cluster or the file]",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(FORMATS),
            default="auto",
            show_default=True,
            help="un: the UN Security Council's consolidated list in XML; misp: a MISP galaxy"
            " cluster in JSON; csv: see the guide; auto: by the end of the file's name.",
        ),
    ):
        command = option(command)
    return command


def _options(how: dict[str, Any]) -> Options:
    from mizan.entities.options import Options

    return Options(**how)


@entities.command("import")
@click.argument("file", type=LIST_FILE)
@reading_options
@why_option
@data_option
def import_(file: Path, form: str, why: str, data: Path | None, **how: Any) -> None:
    """Put the list in FILE in force for this data folder; the ledger keeps the change.

    Download the list yourself: Mizan fetches none. What is on it is in force from the next start
    of a scan or of the service; what it no longer holds is out of force. Earlier versions are
    kept, see `mizan entities use`. Exit status 1 when the file is no such list; nothing has
    changed then.
    """
    from mizan.cli.bank import open_for_change
    from mizan.entities.importers import read_list
    from mizan.entities.shelf import put

    found = read_list(file, form, _options(how))
    folder = make_data_folder(data_folder(data))
    with open_for_change(data) as store:
        change = put(folder, store, found, actor=actor(), why=why)
    click.echo(
        f"{found.title}, version {found.version}: {len(found.entries)} entries as list"
        f" {found.name}; {found.left_out} of other parts, and persons, left out."
    )
    if change is None:
        click.echo("It was in force already; nothing was changed.")
        return
    _tell(len(change.added), len(change.changed), len(change.delisted))


def _tell(added: int, changed: int, delisted: int) -> None:
    click.echo(
        f"{added} added, {changed} changed, {delisted} delisted and out of force. In force from"
        " the next start of a scan or of the service."
    )


@entities.command()
@click.argument("old")
@click.argument("new", type=LIST_FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@reading_options
@data_option
def diff(
    old: str,
    new: Path | None,
    form: str,
    data: Path | None,
    as_json: bool,  # noqa: FBT001 - click's flag
    **how: Any,
) -> None:
    """Say what NEW has that OLD has not: added, changed with its fields, delisted.

    OLD and NEW are files of one format. With OLD alone, that file is compared with the version of
    its list that is in force. Nothing is changed. Exit status 0 without a difference, 1 with one,
    2 for a wrong use; a file that cannot be read gives 1 and a message.
    """
    from mizan.cli.entities_tables import difference_json, difference_lines
    from mizan.entities.compare import compare
    from mizan.entities.importers import read_list
    from mizan.entities.shelf import list_in_force

    first = read_list(Path(old), form, _options(how))
    if new is None:
        before, after = list_in_force(data_folder(data), first.name), first
    else:
        before, after = first, read_list(new, form, _options(how))
    found = compare(before, after)
    if as_json:
        told = difference_json(before, after, found)
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for line in difference_lines(before, after, found):
            click.echo(line)
    if found:
        raise SystemExit(DIFFERENT)


@entities.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True,
              help="The language of names and roles.")  # fmt: skip
@click.option("--fictitious", is_flag=True, help="With the groups invented for samples and tests.")
@click.option("--versions", "kept", is_flag=True, help="Instead, the versions kept of each list.")
@data_option
def list_(
    as_json: bool,  # noqa: FBT001 - click's flags
    lang: str,
    fictitious: bool,  # noqa: FBT001
    kept: bool,  # noqa: FBT001
    data: Path | None,
) -> None:
    """Show what is in force: organisations, their names with roles, lists, versions, numbers."""
    from mizan.cli.entities_tables import organisation_json, organisation_lines, version_rows
    from mizan.entities.joined import gazetteer_of

    folder = data_folder(data)
    if kept:
        rows = version_rows(folder)
        if as_json:
            click.echo(json.dumps({"lists": rows}, ensure_ascii=False))
        for row in () if as_json else rows:
            mark = "  in force" if row["in_force"] else ""
            click.echo(f"{row['list']:<24} {row['version']}{mark}")
        return
    gazetteer = gazetteer_of(folder)
    shown = [one for one in gazetteer.organisations if fictitious or not one.fictitious]
    if as_json:
        told = [organisation_json(one) for one in shown]
        click.echo(
            json.dumps({"version": gazetteer.version, "organisations": told}, ensure_ascii=False)
        )
        return
    for one in shown:
        for line in organisation_lines(one, lang):
            click.echo(line)


@entities.command()
@click.argument("name")
@click.argument("version")
@why_option
@data_option
def use(name: str, version: str, why: str, data: Path | None) -> None:
    """Put VERSION of list NAME in force again; `mizan entities list --versions` says which are."""
    from mizan.cli.bank import open_for_change
    from mizan.entities.shelf import use as use_version

    folder = make_data_folder(data_folder(data))
    with open_for_change(data) as store:
        change = use_version(folder, store, name, version, actor=actor(), why=why)
    if change is None:
        click.echo("It is in force already; nothing was changed.")
        return
    _tell(len(change.added), len(change.changed), len(change.delisted))


@entities.command()
@click.argument("name")
@why_option
@data_option
def remove(name: str, why: str, data: Path | None) -> None:
    """Take list NAME out of force; its versions are kept, and the shipped names stay."""
    from mizan.cli.bank import open_for_change
    from mizan.entities.shelf import remove as remove_list

    folder = make_data_folder(data_folder(data))
    with open_for_change(data) as store:
        remove_list(folder, store, name, actor=actor(), why=why)
    click.echo(f"The list {name} is out of force from the next start of a scan or of the service.")
