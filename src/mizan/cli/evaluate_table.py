"""The tables of `mizan evaluate`: groups with their intervals, sums by language, gates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from mizan.classify.measures import Share
from mizan.evaluate.release import ENOUGH, MOST
from mizan.evaluate.slices import Role
from mizan.evaluate.summary import Line, Summary

TITLES: tuple[tuple[Role, str], ...] = (
    ("stay", "What must stay up"),
    ("article", "Articles that must stay up in every form"),
    ("quoted", "Support inside reports, condemnations, studies: review at most"),
    ("support", "What must be found"),
)
SEEN = "* a model was trained on these texts: no blind figure"
WEAK = "~ the label is that of an account, not of the text: weak evidence"
SMALL = f"fewer than {ENOUGH} texts cannot show {MOST:.0%}: the interval is told, nothing claimed"


def show(summary: Summary, before: Summary | None, broken: Sequence[str], *, every: bool) -> None:
    """Print a summary, and which gates broke; every group where that is asked for."""
    console = Console(highlight=False, width=None if Console().is_terminal else 120)
    named = f", sha256 {summary.sha256[:12]}" if summary.sha256 else ": texts are not classified"
    console.print(f"Model: {summary.model}{named}")
    if every:
        for role, title in TITLES:
            lines = summary.of(role)
            if lines:
                console.print(_table(title, summary.model, lines, before))
        for note in (SEEN, WEAK, SMALL):
            console.print(note, style="dim", markup=False)
    for line in sums(summary):
        console.print(line, markup=False, soft_wrap=True)
    if before is None:
        console.print("There is no earlier figure of this model to compare with.", style="dim")
    for one in broken:
        console.print(f"broken: {one}", style="bold red", markup=False, soft_wrap=True)
    if not broken:
        console.print("No gate broke.", style="bold green")


def sums(summary: Summary) -> Iterator[str]:
    """Yield what a summary adds up to, a sentence each."""
    worst = summary.worst()
    if worst is None:
        yield "Worst group: none is flagged at all."
    else:
        yield f"Worst group: {worst.key}, {of(worst.share)}."
    for lang, tongue in sorted(summary.langs.items()):
        yield f"{lang}: {tongue.mean_rate:.2%} of what must stay up is flagged, mean over groups."
        for line in summary.of("support"):
            if line.lang == lang and line.plain:
                name = f"{line.source}, {line.group}{mark(line, summary.model)}"
                yield f"{lang}: found of {name}: {of(line.share)}."
        for found in tongue.found:
            share = of(Share(found.hits, found.total))
            yield f"{lang}: {found.source}, at a mean rate of {found.most:.1%}: {share}."
        if tongue.error is not None:
            yield f"{lang}: expected calibration error {tongue.error:.3f}."
    for line, kept in summary.kept_in_disguise():
        yield f"{line.lang}: of what is found of {line.group}, {kept:.0%} is found in disguise."
    articles = summary.of("article")
    flagged = sum(line.flagged for line in articles)
    yield f"Articles: {flagged} of {len(articles)} forms flagged."


def of(share: Share) -> str:
    """Return a share in words: "2 of 75, 2.7 % [0.7-9.2]"."""
    low, high = (100 * end for end in share.interval)
    return f"{share.hits} of {share.total}, {100 * share.value:.1f} % [{low:.1f}-{high:.1f}]"


def mark(line: Line, model: str) -> str:
    """Return the marks of a line: a model was trained on it (of a file: may be), weak labels."""
    seen = model in line.seen or (model == "file" and bool(line.seen))
    return ("*" if seen else "") + ("~" if line.weak else "")


def _table(title: str, model: str, lines: Sequence[Line], before: Summary | None) -> Table:
    earlier = {line.key: line for line in before.lines} if before else {}
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    for head in ("group", "lang"):
        table.add_column(head)
    for head in ("n", "flagged", "act", "95 % interval", "in context", "before"):
        table.add_column(head, justify="right", no_wrap=True)
    for line in lines:
        low, high = line.share.interval
        then = earlier.get(line.key)
        table.add_row(
            f"{line.source}: {line.group}{', ' * bool(line.way)}{line.way}{mark(line, model)}",
            line.lang,
            str(line.total),
            f"{line.share.value:.1%}",
            str(line.act),
            f"{low:.1%}-{high:.1%}",
            str(line.told),
            "" if then is None else f"{then.share.value:.1%}",
        )
    return table
