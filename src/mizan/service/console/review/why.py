"""Why a case is here: findings with their weights, and what the rules said, in sentences."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from mizan.engine.rules import chosen_policy
from mizan.errors import MizanError
from mizan.policy.load import load_policy
from mizan.policy.sentences import said_in
from mizan.service.console.review import names
from mizan.service.items.models import Item
from mizan.terms.label import LABELS

Row = dict[str, Any]


def why(item: Item) -> Row:
    """Return the machine's view of an item; `scanned` is False where there is none."""
    report: Row = item.report or {}
    if "verdict" not in report:
        return {"scanned": False, "error": report.get("error"), "state": item.state}
    findings = [_finding(place, one) for place, one in enumerate(report["findings"])]
    return {
        "scanned": True,
        "score": None if report["score"] is None else f"{report['score']:.2f}",
        "verdict": names.SAID.get(report["verdict"], report["verdict"]),
        "findings": [one for one in findings if not one["context"]],
        "contexts": [one for one in findings if one["context"]],
        "trail": trail(report),
        "gaps": report["not_examined"],
        "policy": f"{report['policy']['name']} {report['policy']['version']}",
        "bank_seq": report["bank_seq"],
        "group": next((one["entry"] for one in findings if one["entry"]), ""),
    }


def trail(report: Row) -> list[Row]:
    """Return the steps of the rules, their reasons in the language of the page where it is known.

    The stored reasons are English. Arabic ones are those of the same rules file, while it is the
    one in force; else the stored sentence stands.
    """
    arabic = _reasons(report["policy"]["sha256"]) if names.arabic() else {}
    return [
        {
            "rule": step["rule"],
            "said": names.SAID.get(step["said"], step["said"]),
            "because": _because(step, arabic),
        }
        for step in report["trail"]
    ]


def _because(step: Row, arabic: dict[str, str]) -> str:
    because = str(step["because"])
    if not names.arabic():
        return because
    return said_in(because, "ar") or arabic.get(step["rule"], because)


def _finding(place: int, found: Row) -> Row:
    known = LABELS.get(found["label"])
    entry = f"{found['bank']}/{found['entry']}" if found["bank"] else ""
    return {
        "key": f"f{place}",
        "label": names.label(found["label"]),
        "weight": f"{found['weight']:+.2f}",
        "context": bool(known and known.kind == "context"),
        "bank": found["bank"],
        "number": found["entry"],
        "entry": entry,
        "cue": found.get("cue", ""),
        "list": _list_of(found),
        "coverage": _percent(found["coverage"]),
        "share": _percent(found["share"]),
        "distance": found["distance"],
        "spans": len(found["spans"]),
        "part": found["part"],
        "detector": found["detector"],
        "score": found.get("score"),
    }


def _list_of(found: Row) -> str:
    """Return the references in public lists that findings of names carry."""
    return str(found.get("reference", ""))


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.0f}"


def _reasons(sha256: str) -> dict[str, str]:
    """Return the Arabic reasons of the rules in force, by rule, when they are those of the hash."""
    path = chosen_policy(Path(settings.MIZAN_DATA))
    changed = path.stat().st_mtime_ns if path else 0
    found, reasons = _loaded(path, changed)
    return reasons if found == sha256 else {}


@lru_cache(maxsize=4)
def _loaded(path: Path | None, changed: int) -> tuple[str, dict[str, str]]:
    try:
        policy = load_policy(path)
    except MizanError:
        return "", {}
    book = policy.book
    rules = [*book.rules, *book.contexts, *book.floors]
    return policy.ref.sha256, {rule.name: rule.because["ar"] for rule in rules}
