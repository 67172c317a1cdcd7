"""Writes the generated parts of docs/reference/ anew, between their markers.

    .venv/bin/python scripts/make_reference.py            # write
    .venv/bin/python scripts/make_reference.py --check    # write nothing; status 1 when one is old

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`; `PARTS` says what makes it.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "mizan"
REFERENCE = ROOT / "docs" / "reference"
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
AREAS = (
    "api|bank|case|check|connector|content|cues|desk|engine|entities|evaluate|kernel|ledger|line"
    "|media|mizancheck|model|plugin|policy|segment|signal|store|time|train"
)
CODE = re.compile(rf"(?:{AREAS})\.[a-z][a-z0-9_]*|mizan\.error")
NOT_CODES = {
    "desk.alarm",
    "background.bin",
    "ledger.anchors",
    "cues.toml",
    "ledger.key",
    "model.json",
    "model.train",
    "policy.yaml",
    "signal.group",
}  # files, a host, what the ledger calls a change
LIMITS = (  # module and constant, whose comment is its meaning
    "mizan.config:MAX_TEXT_BYTES",
    "mizan.config:MAX_FILE_BYTES",
    "mizan.config:BATCH",
    "mizan.media.pixels:MAX_PIXELS",
    "mizan.media.image:SECONDS",
    "mizan.media.child:CPU_SECONDS",
    "mizan.media.child:MEMORY",
    "mizan.policy.document:MAX_BYTES",
    "mizan.policy.document:MAX_DEPTH",
    "mizan.policy.condition:MAX_SOURCE",
    "mizan.policy.reading:MAX_RULES",
    "mizan.banks.changes:FARTHEST",
    "mizan.banks.files:PATIENCE",
    "mizan.connectors.guard:CONNECT_SECONDS",
    "mizan.connectors.guard:READ_SECONDS",
    "mizan.connectors.guard:TOTAL_SECONDS",
    "mizan.connectors.guard:ANSWER_BYTES",
    "mizan.connectors.backoff:LONGEST",
)


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table; bars in cells are escaped."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def commands() -> str:
    """Return the help of every command, by heading."""
    import click

    from mizan.cli.main import cli

    def told(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
        context = click.Context(
            command, parent=parent, info_name=name, terminal_width=94, **command.context_settings
        )
        yield f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```"
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                if found is not None and not found.hidden:
                    yield from told(found, context, inner)

    return "\n\n".join(told(cli, None, "mizan"))


def verdict() -> str:
    """Return the fields of the verdict's schema, a table for each kind of object."""
    schema = json.loads((PACKAGE / "engine" / "verdict.schema.json").read_text("utf-8"))
    defs = schema["$defs"]
    titles = {
        "verdict": "The verdict",
        "finding": "A finding",
        "step": "A step of the trail",
        "failure": "In the place of a verdict",
    }
    return "\n\n".join(
        f"## {title}\n\n{_object(defs[name], defs)}" for name, title in titles.items()
    )


def _object(shape: dict[str, Any], defs: dict[str, Any]) -> str:
    rows = []
    for name, given in shape["properties"].items():
        field = _resolved(given, defs)
        always = "yes" if name in shape["required"] else "no"
        rows.append((f"`{name}`", _type(field, defs), always, field.get("description", "")))
        for inner, sub in field.get("properties", {}).items():
            sub = _resolved(sub, defs)
            rows.append((f"`{name}.{inner}`", _type(sub, defs), always, sub.get("description", "")))
    return table(("field", "type", "always there", "meaning"), rows)


def _resolved(field: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in field:
        return field
    rest = {key: value for key, value in field.items() if key != "$ref"}
    return {**defs[field["$ref"].rpartition("/")[2]], **rest}


def _type(field: dict[str, Any], defs: dict[str, Any]) -> str:
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "oneOf" in field:
        return " or ".join(_type(_resolved(one, defs), defs) for one in field["oneOf"])
    kind = field.get("type", "")
    if kind == "array":
        items = field.get("items", {})
        if "$ref" in items:
            return f"list of {items['$ref'].rpartition('/')[2]}s"
        if items.get("type") == "array":
            return f"list of pairs of {items['items']['type']}s"
        return f"list of {_type(items, defs)}s"
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind in ("number", "integer") and "minimum" in field and "maximum" in field:
        return f"{kind}, {field['minimum']} to {field['maximum']}"
    return str(kind)


def labels() -> str:
    """Return the catalogue of labels in both languages."""
    from mizan.terms.label import LABELS

    rows = [(f"`{one.name}`", one.kind, one.en, one.ar) for one in LABELS.values()]
    return table(("label", "kind", "meaning", "معناه"), rows)


def functions() -> str:
    """Return the functions of MizanCheck with how many cases they have in each language."""
    from mizan.evaluate.cases import LANGS, by_function, load_functions
    from mizan.evaluate.functional import all_cases

    sizes = {lang: by_function(all_cases((lang,))) for lang in LANGS}
    rows = [
        (f"`{one.name}`", one.side, one.en, one.ar, *(str(len(sizes[lang].get(one.name, ())))
         for lang in LANGS))
        for one in load_functions()
    ]  # fmt: skip
    return table(("function", "side", "its cases", "حالاتها", "English", "Arabic"), rows)


def variables() -> str:
    """Return the variables of a rule."""
    from mizan.policy.variables import VARIABLES

    names = {bool: "bool", int: "int", float: "double", str: "string"}
    rows = [
        (f"`{one.name}`", names[type(one.absent)], f"`{_cel(one.absent)}`", one.meaning)
        for one in VARIABLES.values()
    ]
    return table(("variable", "type", "when absent", "meaning"), rows)


def _cel(value: object) -> str:
    return json.dumps(value)


def error_codes() -> dict[str, list[str]]:
    """Return every stable error code of the package, with the files in which it stands."""
    trees = {file: ast.parse(file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}
    others = NOT_CODES | _queries() | {act for tree in trees.values() for act in _acts(tree)}
    found: dict[str, set[str]] = defaultdict(set)
    for file, tree in trees.items():
        for code in _texts(tree):
            if CODE.fullmatch(code) and code not in others:
                found[code].add(file.relative_to(PACKAGE).as_posix())
    return {code: sorted(files) for code, files in sorted(found.items())}


def _queries() -> set[str]:
    """Return the names of SQL queries, which look like codes."""
    return {
        f"{file.parent.name}.{name}"
        for file in PACKAGE.rglob("*.sql")
        for name in re.findall(r"^-- name: (\w+)", file.read_text("utf-8"), re.MULTILINE)
    }


def _acts(tree: ast.AST) -> Iterator[str]:
    """Yield the acts that the ledger records, which look like codes too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            writer = getattr(node.func, "id", "") in ("_record", "_save")
            named = [word.value for word in node.keywords if word.arg == "act"]
            for given in [*named, *(node.args if writer else ())]:
                yield from _texts(given)


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def errors() -> str:
    """Return where each error code stands in the code."""
    rows = [(f"`{code}`", ", ".join(f"`{f}`" for f in fs)) for code, fs in error_codes().items()]
    return table(("code", "in `src/mizan/`"), rows)


def limits() -> str:
    """Return the limits that are constants, with the comments that stand beside them."""
    rows = []
    for where in LIMITS:
        module, _, name = where.partition(":")
        file = PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")
        [line] = [x for x in file.read_text("utf-8").splitlines() if x.startswith(f"{name} =")]
        value = getattr(import_module(module), name)
        meaning = line.partition("#")[2].strip()
        rows.append((f"`{name}`", _amount(value), meaning, f"`{module}`"))
    return table(("name", "value", "meaning", "module"), rows)


def _amount(value: float) -> str:
    if value >= 2**30 and value % 2**30 == 0:
        return f"{value // 2**30} GiB"
    if value >= 2**20 and value % 2**20 == 0:
        return f"{value // 2**20} MiB"
    return f"{value:,.10g}".replace(",", " ")


def rights() -> str:
    """Return which role has which right, with the comments that stand beside the rights."""
    from mizan.service.people.rights import RIGHTS, ROLES

    meanings = _comments("Right")
    rows = [
        (f"`{right}`", meanings[right], *("yes" if role in held else "" for role in ROLES))
        for right, held in RIGHTS.items()
    ]
    return table(("right", "opens", *ROLES), rows)


def scopes() -> str:
    """Return what each scope of a token opens."""
    return table(("scope", "opens"), [(f"`{k}`", v) for k, v in _comments("Scope").items()])


def _comments(name: str) -> dict[str, str]:
    """Return the comments beside the values of a Literal in people/rights.py."""
    source = (PACKAGE / "service" / "people" / "rights.py").read_text("utf-8")
    body = source.partition(f"{name} = Literal[")[2].partition("\n]")[0]
    return dict(re.findall(r'"(\w+)",  # (.+)', body))


def addresses() -> str:
    """Return every address of the console with the right that it asks for."""
    _make_ready()
    from mizan.service.console.urls import urlpatterns

    found: dict[str, list[str]] = defaultdict(list)
    for one in urlpatterns:
        path = re.sub(r"<\w+:(\w+)>", r"{\1}", str(one.pattern))
        found[one.callback.right or ""].append(f"`/{path}`")
    return table(
        ("right", "addresses"),
        [
            (f"`{r}`" if r else "none: for everybody", ", ".join(a))
            for r, a in sorted(found.items())
        ],
    )


def _make_ready() -> None:
    """Make Django ready over an empty folder, unless somebody has."""
    from django.apps import apps

    from mizan.service.setup import set_up

    if not apps.ready:
        set_up(Path(tempfile.mkdtemp(prefix="mizan-reference-")))


PARTS: dict[str, Callable[[], str]] = {
    "rights": rights,
    "scopes": scopes,
    "addresses": addresses,
    "commands": commands,
    "verdict": verdict,
    "labels": labels,
    "functions": functions,
    "variables": variables,
    "errors": errors,
    "limits": limits,
}


def renewed(page: str) -> str:
    """Return a page with its generated parts made anew."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n\n{found[3]}", page)


def old_pages() -> dict[Path, str]:
    """Return the pages that are not current, with what they should say."""
    pages = sorted(REFERENCE.glob("*.md"))
    made = {path: renewed(path.read_text("utf-8")) for path in pages}
    return {path: text for path, text in made.items() if text != path.read_text("utf-8")}


def main() -> int:
    """Write, or check."""
    old = old_pages()
    for path, text in old.items():
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is old: run scripts/make_reference.py")
        else:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return int("--check" in sys.argv and bool(old))


if __name__ == "__main__":
    sys.exit(main())
