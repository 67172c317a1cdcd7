"""`mizan model`: see the trained models, choose one, go back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.cli.plain import plain
from mizan.config import data_folder, make_data_folder

if TYPE_CHECKING:
    from mizan.classify.about import Measure
    from mizan.classify.registry import Chosen

MODEL = click.Path(path_type=Path, dir_okay=False)
WORST = 5  # protected groups that are told of a model without --json


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def model() -> None:
    """See the trained models, choose one, go back.

    A model says how sure it is that a text supports terrorism. It may bring a text before a person,
    never more. `base` is the default; `research` finds more and carries a licence of its own.
    """


@model.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a model.")
@data_option
def list_(as_json: bool, data: Path | None) -> None:  # noqa: FBT001 - click hands flags over so
    """Show the models that can be chosen, the one in use, and what is known of them."""
    from mizan.classify.registry import choices_of, load_choice, load_file, shipped, shipped_path

    now = load_choice(data_folder(data), choices_of(data_folder(data)).now)
    found = [load_file(shipped_path(name), name=name) for name in shipped()]
    told = [now if now and now.name == one.name else one for one in found]
    if now is not None and now.name not in shipped():
        told.append(now)
    if not told and not as_json:
        click.echo("This version ships no model, and none was chosen: texts are not classified.")
    for one in told:
        click.echo(json.dumps(as_json_of(one, now)) if as_json else _paragraph(one, now))


@model.command()
@click.argument("wanted", metavar="base|research|FILE")
@why_option
@data_option
def use(wanted: str, why: str, data: Path | None) -> None:
    """Put a shipped model, or a copy of the one in FILE, in force for this data folder.

    Running processes take it up within a second. Thresholds go back to the model's own: see `mizan
    calibrate`. The ledger keeps the change.
    """
    from mizan.classify.registry import SHIPPED
    from mizan.cli.bank import open_for_change
    from mizan.engine.models import choose_model

    folder = make_data_folder(data_folder(data))
    with open_for_change(data) as store:
        named = wanted if wanted in SHIPPED else Path(wanted)
        found = choose_model(folder, store, named, actor=actor(), why=why)
    told(found)


@model.command()
@why_option
@data_option
def back(why: str, data: Path | None) -> None:
    """Go back to the model, and the thresholds, that were in force before."""
    from mizan.cli.bank import open_for_change
    from mizan.engine.models import go_back

    folder = make_data_folder(data_folder(data))
    with open_for_change(data) as store:
        found = go_back(folder, store, actor=actor(), why=why)
    if found is None:
        click.echo("No model is in force: this version ships none, and none was chosen before.")
    else:
        told(found)


@model.command()
@click.argument("name")
@data_option
def show(name: str, data: Path | None) -> None:  # noqa: ARG001 - every command takes --data
    """Print the card of the shipped model NAME: data, licences, figures, limits."""
    from mizan.classify.registry import card_of

    click.echo(card_of(name), nl=False)


def told(found: Chosen) -> None:
    """Say which model is in force now, under which licence, and within which limits."""
    about = found.about
    click.echo(f"Model {named(found)} is in force, in running processes too.")
    click.echo(f"  sha256 {found.sha256}")
    click.echo(f"  licence: {plain(about.licence)}")
    click.echo(f"  limits: {plain(about.limits)}")
    click.echo(f"  {in_force(found)}")


def named(found: Chosen) -> str:
    """Return a model's name, version and kind as a person reads them."""
    about = found.about
    return plain(f"{about.name} {about.version} ({about.kind})")


def in_force(found: Chosen) -> str:
    """Return the thresholds that a model goes by, and whether by budget, as a phrase."""
    from mizan.classify.about import ANY

    figures = ", ".join(
        f"{'all languages' if lang == ANY else plain(lang)} {value:.3f}"
        for lang, value in sorted(found.thresholds.items())
        if lang != ANY or len(found.thresholds) == 1
    )
    calibration = found.calibration
    by = f"by a budget of {calibration.budget:g} a day" if calibration else "the model's own"
    return f"thresholds: {figures}; {by}"


def shown(measure: Measure) -> str:
    """Return a measure with its interval: "90.0 % (85.0-93.0)"."""
    if measure.low is None or measure.high is None:
        return f"{measure.value:.1%}, interval not known"
    return f"{measure.value:.1%} ({measure.low:.1%}-{measure.high:.1%})"


def as_json_of(found: Chosen, now: Chosen | None) -> dict[str, Any]:
    """Return what is known of a model as JSON holds it."""
    about, calibration = found.about, found.calibration
    return {
        "name": about.name,
        "choice": found.name,
        "kind": about.kind,
        "version": about.version,
        "licence": about.licence,
        "limits": about.limits,
        "sha256": found.sha256,
        "in_use": found is now,
        "thresholds": found.thresholds,
        "budget": calibration.budget if calibration else None,
        "measures": {
            one.name: {"value": one.value, "low": one.low, "high": one.high}
            for one in about.measures
        },
    }


def _paragraph(found: Chosen, now: Chosen | None) -> str:
    about = found.about
    mark = "*" if found is now else " "
    recall = shown(about.recall) if about.recall else "not measured"
    lines = [
        f"{mark} {named(found)}" + ("  in use" if found is now else ""),
        f"licence: {plain(about.licence)}; limits: {plain(about.limits)}",
        f"recall: {recall}",
        *(f"must stay up, flagged: {plain(g.name[8:])} {shown(g)}" for g in about.groups[:WORST]),
        in_force(found),
        f"sha256 {found.sha256}",
    ]
    if found.outdated:
        lines.append("these weights are others than those chosen: calibrate and choose again")
    return "\n    ".join(lines)
