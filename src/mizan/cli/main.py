"""The command `mizan`. Commands are loaded when they are called, so that `--help` is instant."""

from __future__ import annotations

import sys
from importlib import import_module

import click

import mizan
from mizan.cli.plain import plain

# name -> (module:attribute, what `mizan --help` says of it); a house test holds the two together
COMMANDS = {
    "scan": (
        "mizan.cli.scan:scan",
        "Scan texts, images, pages, links; explain each verdict.",
    ),
    "bank": ("mizan.cli.bank:bank", "Keep banks of known content: create, fill, try, export."),
    "background": ("mizan.cli.background:background", "Learn what is ordinary on your service."),
    "entities": (
        "mizan.cli.entities:entities",
        "Keep lists of designated organisations: import, compare, go back.",
    ),
    "policy": ("mizan.cli.policy:policy", "Check, explain and choose the rules."),
    "model": ("mizan.cli.model:model", "See the trained models, choose one, go back."),
    "calibrate": (
        "mizan.cli.calibrate:calibrate",
        "Keep the false cases of the model within a daily budget.",
    ),
    "evaluate": (
        "mizan.cli.evaluate:evaluate",
        "Say how often Mizan is right, group by group.",
    ),
    "train": ("mizan.cli.train:train", "Train a model, and try it beside the one in force."),
    "ledger": ("mizan.cli.ledger:ledger", "Verify the record of every change."),
    "mizancheck": (
        "mizan.cli.mizancheck:mizancheck",
        "Test any system function by function: what it finds, what it leaves.",
    ),
    "doctor": ("mizan.cli.doctor:doctor", "Say what is here, what is missing, and what to do."),
    "warm": ("mizan.cli.warm:warm", "Compile the kernels into this user's cache."),
    "up": ("mizan.cli.desk:up", "Start the service: console, API and worker."),
    "web": ("mizan.cli.desk:web", "Serve console and API only."),
    "worker": ("mizan.cli.desk:worker", "Do the service's jobs only."),
    "token": ("mizan.cli.token:token", "Make, list and revoke tokens of programs."),
    "user": ("mizan.cli.user:user", "Make and list the people of the console."),
    "backup": ("mizan.cli.backup:backup", "Write one archive of the service while it runs."),
    "restore": ("mizan.cli.backup:restore", "Load an archive into an empty place."),
    "demo": ("mizan.cli.demo:demo", "Start the service with sample content."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's protocol
        """Return the names, in the order in which they are told."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command, or return None for a name that is not known."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mizan.__version__, package_name="mizan", prog_name="mizan")
def cli() -> None:
    """Find terrorist content on your own service; leave the rest up.

    Mizan gives advice: leave, review or act. People take decisions. Every command takes --data
    DIR, the folder where banks, segments and the ledger are kept.
    """


def main() -> None:
    """Run the command line; MizanError becomes a message and exit status 1."""
    try:
        cli.main(prog_name="mizan", standalone_mode=True)
    except mizan.MizanError as error:
        click.echo(f"mizan: {plain(error.message)}", err=True)
        if error.hint:
            click.echo(f"       {plain(error.hint)}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; that is no fault of ours
        sys.exit(141)
