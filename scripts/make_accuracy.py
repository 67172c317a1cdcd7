"""Writes docs/accuracy.md and its charts: the shipped models on every slice, as they are.

    .venv/bin/python scripts/make_accuracy.py --data FOLDER              # run both, then write
    .venv/bin/python scripts/make_accuracy.py --figures FILE             # write from kept figures

FOLDER is the development data, FILE what `mizan evaluate --json FILE` wrote. Both models on 2,000
rows a group take about two minutes on one core.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from accuracy_charts import flagged, reliability

from mizan.classify.measures import Share
from mizan.classify.registry import shipped
from mizan.cli.evaluate import evaluated
from mizan.cli.evaluate_table import mark
from mizan.evaluate.release import MOST, keep, load_release
from mizan.evaluate.slices import Role
from mizan.evaluate.summary import HIDDEN, Line, Summary

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
LAST = ROOT / "src" / "mizan" / "evaluate" / "last.json"
TITLES: tuple[tuple[Role, str], ...] = (
    ("stay", "What must stay up"),
    ("article", "Articles that must stay up in every form"),
    ("quoted", "Support told in reports, condemnations and studies"),
    ("support", "What must be found"),
)
OPENING = """\
# Accuracy

How often Mizan is right, group by group, in English and Arabic, for each model that it ships.
The verdicts counted are those of the product with its own rules, on a folder without any bank.
Made by `scripts/make_accuracy.py`; `mizan evaluate --slices` shows the same on your own machine,
without the development data, which is not shipped. There is no single figure of accuracy here,
and no F1: on halves of equal size a useless model has a fine one.

Shares stand with their 95 % Wilson interval. Fewer than 380 texts cannot show that less than 1 %
is flagged, even if none is: such a row claims nothing.

`*` the model was trained on rows of this set: the figure is not blind, and flatters the model.
What each model made of texts that it had not seen (a cross-validation, near-copies never parted)
stands on its card: [base](../src/mizan/classify/weights/base.md),
[research](../src/mizan/classify/weights/research.md), or `mizan model show`.
`~` the label is that of an account, not of the text: weak evidence.
"""
NONE = "No model is shipped yet: there is nothing to show.\n"
UNKNOWN = """\
## What is not known

- **One movement, one time.** All real support is short posts of 2015 and 2016 of one movement.
  Nothing later, of no other group, and nothing long was to be had. Of those these figures say
  nothing.
- **Weak labels.** The English posts are labelled by their account. Many are plain news or
  replies, so that what is missed and what is found there are both uncertain.
- **Not blind.** Rows marked `*` were trained on. Figures on sets that nobody here has seen are
  the only ones to trust; recall is lower there.
- **No set of condolences and prayers** was available: those here were written for Mizan, half of
  them kept from training. **No full scripture**: hadith of three collections, and single verses.
- **No English press**: English news is seen in the packs alone, a dozen texts.
- **Support in words of its own is mostly missed.** MizanCheck's harm functions are about groups
  and in wordings that no training text has. Both models find few of them: they know how posts of
  2015 sound, not what a sentence means. Near-copies of known calls are the bank's business.
- **MizanCheck is invented and unreviewed** until two speakers have signed it. Its groups do not
  exist.
- The wrappers of "reports, condemnations and studies" are those that training uses, so that these
  rows are not blind either.
- Disguises are made by code. People are more inventive.
- The expected calibration error is over the texts as they are mixed here; a service has far less
  support.
"""


def main() -> None:
    """Run the models where asked, and write the page and its charts."""
    parser = argparse.ArgumentParser(description="write docs/accuracy.md")
    parser.add_argument("--data", type=Path, help="folder of the development data")
    parser.add_argument("--figures", type=Path, help="kept figures, in the place of a run")
    parser.add_argument("--keep", action="store_true", help="keep the figures with the release")
    given = parser.parse_args()
    if given.figures:
        found = list(load_release(given.figures).models.values())
    else:
        found = [evaluated(name, data=given.data) for name in shipped()]
    if given.keep:
        for one in found:
            keep(LAST, one)
    parts = [part for one in found for part in model(one)] or [NONE]
    PAGE.write_text("\n".join([OPENING, *parts, UNKNOWN]), "utf-8")


def model(summary: Summary) -> Iterator[str]:
    """Yield the parts of the page about one model, and write its charts."""
    yield f"## `{summary.model}`\n\nFile: sha256 `{summary.sha256[:16]}`.\n"
    yield from sums(summary)
    protected = [line for line in summary.of("stay") if line.protected]
    ordered = sorted(protected, key=lambda line: -line.share.value)
    named = (f"{line.lang} {name(line, summary)}".replace("\\*", "*") for line in ordered)
    bars = list(zip(named, (line.share for line in ordered), strict=True))
    files = {
        "flagged": flagged(f"Flagged though it must stay up: {summary.model}", bars, most=MOST),
        "reliability": reliability(
            f"Reliability: {summary.model}",
            {lang: tongue.bins for lang, tongue in summary.langs.items()},
        ),
    }
    for kind, chart in files.items():
        file = f"accuracy-{summary.model}-{kind}.svg"
        (PAGE.parent / file).write_text(chart, "utf-8")
        yield f"![{kind} of the model {summary.model}]({file})\n"
    for role, title in TITLES:
        lines = summary.of(role)
        if lines:
            yield f"### {title}: `{summary.model}`\n"
            yield "\n".join(table(lines, summary)) + "\n"


def sums(summary: Summary) -> Iterator[str]:
    """Yield what the rows add up to."""
    worst = summary.worst()
    said = "none is flagged" if worst is None else f"{name(worst, summary)}, {told(worst.share)}"
    yield f"Worst protected group: {said}.\n"
    yield "| language | set | at a mean rate of | found | of | share |\n|---|---|---|---|---|---|"
    for lang, tongue in sorted(summary.langs.items()):
        for one in tongue.found:
            share = Share(one.hits, one.total)
            counts = f"{one.most:.1%} | {one.hits} | {one.total}"
            yield f"| {lang} | {one.source} | {counts} | {told(share)} |"
    yield ""
    for lang, tongue in sorted(summary.langs.items()):
        error = "unknown" if tongue.error is None else f"{tongue.error:.3f}"
        yield (
            f"- {lang}: mean share of protected groups flagged by the product's own thresholds"
            f" {tongue.mean_rate:.2%}; expected calibration error {error}"
        )
    for line, kept in summary.kept_in_disguise():
        yield f"- {line.lang}: of what is found of {name(line, summary)}, {kept:.0%} in disguise"
    yield ""


def table(lines: Sequence[Line], summary: Summary) -> Iterator[str]:
    """Yield the rows of a table."""
    yield "| group | language | n | flagged | share, interval | `act` | context told |"
    yield "|---|---|---|---|---|---|---|"
    for line in lines:
        yield (
            f"| {name(line, summary)} | {line.lang} | {line.total} | {line.flagged}"
            f" | {told(line.share)} | {line.act} | {line.told} |"
        )


def name(line: Line, summary: Summary) -> str:
    """Return what a row is called, with its marks."""
    way = f", {line.way.replace(HIDDEN, 'disguised: ')}" if line.way else ""
    return f"{line.source}: {line.group}{way}{mark(line, summary.model)}".replace("*", "\\*")


def told(share: Share) -> str:
    """Return a share with its interval in per cent."""
    low, high = share.interval
    return f"{share.value:.1%} ({low:.1%}-{high:.1%})"


if __name__ == "__main__":
    main()
