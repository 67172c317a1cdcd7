"""`mizan warm`: compile the kernels before they are needed."""

from __future__ import annotations

import click

from mizan.cli.options import data_option


@click.command()
@data_option
def warm(data: object) -> None:  # noqa: ARG001 - every command takes --data
    """Compile every kernel into this user's private cache, once per user and machine.

    Later starts load them from there. The cache lies in the platform's user cache folder, or
    where MIZAN_KERNEL_CACHE says; only its owner may write to it.
    """
    from mizan.engine.warm import warm_steps

    steps = warm_steps()
    with click.progressbar(steps, label="Compiling", item_show_func=_name) as bar:
        for step in bar:
            step.run()
    click.echo("The kernels are ready.")


def _name(step: object) -> str | None:
    return getattr(step, "name", None)
