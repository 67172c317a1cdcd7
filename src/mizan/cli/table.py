"""Verdicts for people: one paragraph each, as they come, and a line of counts at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from mizan.cli.plain import plain
from mizan.engine.report import Answer

COLOURS = {"leave": "green", "review": "yellow", "act": "red", "error": "magenta"}


def show(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Print every answer as it comes and pass it on; the counts follow on standard error."""
    console = Console(highlight=False, soft_wrap=True)
    counts: Counter[str] = Counter()
    for answer in answers:
        counts[answer.get("verdict", "error")] += 1
        for line in paragraph(answer):
            console.print(line)
        yield answer
    Console(stderr=True, highlight=False).print(Text(summary(counts), style="bold"))


def summary(counts: Counter[str]) -> str:
    """Return the counts in words: "6 scanned: 3 leave, 3 review; 1 could not be read"."""
    scanned = sum(n for level, n in counts.items() if level != "error")
    told = ", ".join(f"{counts[level]} {level}" for level in COLOURS if counts[level] > 0
                     and level != "error")  # fmt: skip
    failed = f"; {counts['error']} could not be read" if counts["error"] else ""
    return f"{scanned} scanned{': ' + told if told else ''}{failed}"


def paragraph(answer: Answer) -> Iterator[Text]:
    """Yield the lines that tell one answer."""
    if "error" in answer:
        yield headline("error", str(answer["id"]))
        yield Text(f"        {plain(answer['error']['message'])} [{answer['error']['code']}]")
        return
    yield headline(answer["verdict"], str(answer["id"]), answer["score"])
    for step in answer["trail"]:
        yield Text(f"        {step['said']}: {step['because']} ({step['rule']})")
    for finding in answer["findings"]:
        yield Text("        - " + finding_in_words(finding), style="dim")
        if "text" in finding:
            yield Text("          ") + Text(plain(finding["text"]), style="underline")
    for gap in answer["not_examined"]:
        yield Text(f"        not examined: {plain(gap)}", style="magenta")


def headline(level: str, name: str, score: float | None = None) -> Text:
    """Return the first line: the level in its colour, the score, the input's name."""
    line = Text(f"{level:<7}", style=f"bold {COLOURS[level]}")
    figure = "" if score is None else f"{score:.2f}"
    return line + Text(f" {figure:>4}  {plain(name)}", style="default")


def finding_in_words(finding: dict[str, Any]) -> str:
    """Return a finding as a phrase with its figures."""
    words = [finding["label"]]
    if finding["bank"]:
        words.append(f"bank {finding['bank']}, entry {finding['entry']}")
    if finding["distance"] is not None and finding["signal"] == "pdq":
        words.append(f"distance {finding['distance']} of 256 bits")
    if finding["coverage"] is not None:
        words.append(
            f"{finding['coverage']:.0%} of the banked text, {finding['share']:.0%} of this one"
        )
    if finding.get("cue"):
        words.append(plain(finding["cue"]))
    if finding["spans"]:
        words.append("at " + ", ".join(f"{start}-{end}" for start, end in finding["spans"][:4]))
    return "; ".join(words)
