"""Every command keeps the promises that hold for all commands."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from mizan.cli.main import COMMANDS, cli


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with its full name."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())
        else:
            yield name, command


EVERY = dict(leaves())


@pytest.mark.parametrize("name", EVERY)
def test_it_takes_the_data_folder(name: str) -> None:
    assert "--data" in {option for parameter in EVERY[name].params for option in parameter.opts}


@pytest.mark.parametrize("name", EVERY)
def test_its_help_and_its_options_say_what_they_are(name: str) -> None:
    command = EVERY[name]

    assert command.help
    assert [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_says(name: str) -> None:
    """`mizan --help` imports no command, so what it says of each stands in a table of its own."""
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert command.name == name
    assert COMMANDS[name][1].endswith(".")
    assert len(COMMANDS[name][1]) < 70
