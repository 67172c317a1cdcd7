"""The documents say what the code does: generated parts are current, nothing is left out."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import click
import jsonschema
import pytest

from mizan.cli.main import COMMANDS, cli
from mizan.engine.report import schema
from mizan.policy.variables import VARIABLES
from mizan.terms.label import LABELS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
    ]
)
ARABIC = [path for path in PAGES if path.parent.name == "ar" or path.name == "README.ar.md"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href|srcset)=\"([^\"]+)\"")
BLOCK = re.compile(r"^```(\w+)?[ \t]*([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_reference", ROOT / "scripts" / "make_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def commands_of(group: click.Group, path: str = "mizan") -> Iterator[str]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield f"{path} {name}"
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{path} {name}")


def blocks(path: Path, kind: str) -> list[tuple[str, str]]:
    found = BLOCK.findall(path.read_text("utf-8"))
    return [(mark.strip(), body) for lang, mark, body in found if lang == kind]


def test_the_generated_parts_of_the_reference_are_current() -> None:
    generator = load_generator()

    old = [relative(path) for path in generator.old_pages()]

    assert old == [], "run scripts/make_reference.py"


def test_every_error_code_is_explained() -> None:
    hand_written = page("errors.md").partition("<!-- generated")[0]
    codes = load_generator().error_codes()

    missing = [code for code in codes if f"| `{code}` |" not in hand_written]

    assert codes
    assert missing == []


def test_no_error_code_is_explained_that_does_not_exist() -> None:
    hand_written = page("errors.md").partition("<!-- generated")[0]
    told = re.findall(r"^\| `([a-z_.]+)` \|", hand_written, re.MULTILINE)

    gone = set(told) - set(load_generator().error_codes())

    assert gone == set()
    assert len(told) == len(set(told))


def test_every_code_given_to_an_error_is_seen_as_one() -> None:
    """The generator knows codes by their area; a new area must not slip by."""
    given = set()
    for file in (ROOT / "src" / "mizan").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "code":
                value = getattr(node.value, "value", None)
                given |= {value} if isinstance(value, str) else set()

    assert given - set(load_generator().error_codes()) == set()


def test_every_label_is_listed() -> None:
    assert [name for name in LABELS if f"`{name}`" not in page("labels.md")] == []


def test_every_rule_variable_is_listed() -> None:
    assert [name for name in VARIABLES if f"`{name}`" not in page("policy.md")] == []


def test_every_variable_of_the_environment_is_listed() -> None:
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "scripts").iterdir()]
    named = {
        name
        for file in sources
        if file.is_file()
        for name in re.findall(r"\bMIZAN_[A-Z_]+\b", file.read_text("utf-8"))
    }

    missing = {name for name in named if f"`{name}`" not in page("settings.md")}

    assert "MIZAN_DATA" in named
    assert missing == set()


def test_every_command_is_documented() -> None:
    told = page("commands.md")
    names = list(commands_of(cli))

    missing = [name for name in names if f"## {name}\n" not in told]

    assert missing == []
    assert {f"mizan {name}" for name in COMMANDS} <= set(names)


def test_both_glossaries_have_the_same_terms_in_the_same_order() -> None:
    english = re.findall(r"^\| \*\*(.+?)\*\*", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M)
    arabic = (ROOT / "docs/ar/glossary.md").read_text("utf-8")
    told = re.findall(r"^\| \*\*.+?\*\* \((.+?)\) \|", arabic, re.MULTILINE)

    assert told == english
    assert len(english) > 30


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_relative_links_lead_somewhere(path: Path) -> None:
    text = BLOCK.sub("", path.read_text("utf-8"))
    targets = [one or other for one, other in LINK.findall(text)]

    broken = []
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (path.parent / name) if name else path
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)

    assert broken == []


def anchors(file: Path) -> set[str]:
    """Return the names that headings get where Markdown is shown."""
    heads = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", ["README.md", "README.ar.md"])
def test_the_example_of_a_verdict_fits_the_schema(name: str) -> None:
    [(_, example)] = blocks(ROOT / name, "json")

    jsonschema.validate(json.loads(example), schema())


@pytest.mark.parametrize(
    "path", [p for p in PAGES if p.parent.name == "ar" or p.name == "README.ar.md"], ids=relative
)
def test_arabic_pages_run_from_right_to_left(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()

    assert '<div dir="rtl">' in lines[:3]
    assert sum("<div" in line for line in lines) == sum("</div>" in line for line in lines)


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_pages_name_nothing_of_this_house(path: Path) -> None:
    text = path.read_text("utf-8")

    assert [
        word
        for word in ("../shared", f"{ROOT.parent}/", f"{Path.home()}/", "/tmp/")
        if word in text
    ] == []


@pytest.mark.parametrize("name", ["line.svg", "line.ar.svg"])
def test_the_picture_is_small_and_asks_for_nothing(name: str) -> None:
    data = (ROOT / "docs" / name).read_bytes()

    assert len(data) < 20_000
    assert b"<script" not in data
    assert b"href" not in data
    assert b"@import" not in data
    assert b"url(" not in data.replace(b"url(#", b"")


def test_both_quickstarts_show_the_same_commands_and_outputs() -> None:
    english, arabic = (ROOT / name for name in ("docs/quickstart.md", "docs/ar/quickstart.md"))

    assert blocks(english, "sh") == blocks(arabic, "sh")
    assert blocks(english, "text") == blocks(arabic, "text")


def test_the_quickstart_runs_as_it_is_written(tmp_path: Path) -> None:
    quickstart = ROOT / "docs" / "quickstart.md"
    script = "\n".join(body for mark, body in blocks(quickstart, "sh") if mark == "run")
    command = tmp_path / "bin" / "mizan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mizan "$@"\n')
    command.chmod(0o755)
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)

    run = subprocess.run(
        ["bash", "-c", script],
        env=os.environ | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )

    assert script
    assert run.returncode == 0, run.stdout
    assert "\nmizan: " not in run.stdout
    assert "Usage:" not in run.stdout
    assert [piece for piece in promised(quickstart) if piece not in run.stdout] == []


def promised(path: Path) -> Iterator[str]:
    """Yield what the page shows as output, in pieces; `…` stands for what may differ."""
    for mark, body in blocks(path, "text"):
        if mark == "seen":
            for line in body.splitlines():
                yield from (piece.strip() for piece in line.split("…") if piece.strip())


@pytest.mark.parametrize("path", ARABIC, ids=relative)
def test_code_that_begins_or_ends_with_a_sign_keeps_its_direction(path: Path) -> None:
    """Else the sign of `--why` would stand on its other side."""
    prose = BLOCK.sub("", path.read_text("utf-8"))

    loose = [
        code
        for code in re.findall(r"`([^`\n]+)`", prose)
        if not (code[0].isalnum() and code[-1].isalnum())
    ]

    assert loose == []
