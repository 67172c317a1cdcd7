"""The verdict as JSON: one stable shape, described by `verdict.schema.json` beside this file."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from mizan.errors import MizanError
from mizan.terms.finding import Finding
from mizan.terms.verdict import Verdict

Answer = dict[str, Any]  # one line: a verdict, or the failure that stands in its place


def as_json(verdict: Verdict) -> Answer:
    """Return the verdict in the shape of the schema, keys in its order."""
    return {
        "id": verdict.id,
        "verdict": verdict.verdict,
        "score": verdict.score,
        "labels": list(verdict.labels),
        "lang": verdict.lang,
        "script": verdict.script,
        "complete": verdict.complete,
        "not_examined": list(verdict.not_examined),
        "findings": [_finding(finding, verdict.parts) for finding in verdict.findings],
        "trail": [
            {"rule": step.rule, "said": step.said, "because": step.because}
            for step in verdict.trail
        ],
        "policy": {
            "name": verdict.policy.name,
            "version": verdict.policy.version,
            "sha256": verdict.policy.sha256,
        },
        "bank_seq": verdict.bank_seq,
        "ms": verdict.ms,
    }


def _finding(finding: Finding, parts: tuple[str, ...]) -> dict[str, Any]:
    match = finding.match
    row: dict[str, Any] = {
        "label": finding.label,
        "detector": finding.detector,
        "weight": finding.weight,
        "part": parts[finding.part],
        "bank": match.bank.name if match else None,
        "entry": match.entry if match else None,
        "signal": match.signal if match else None,
        "distance": match.distance if match else None,
        "coverage": match.coverage if match else None,
        "share": match.share if match else None,
        "spans": [list(span) for span in finding.spans],
    }
    if finding.score is not None:
        row["score"] = finding.score
    if finding.cue:
        row["cue"] = finding.cue
    if finding.reference:
        row["reference"] = finding.reference
    if finding.text is not None:
        row["text"] = finding.text
    return row


def error_as_json(name: Any, error: MizanError, line: int | None = None) -> Answer:
    """Return what stands in the place of a verdict when an input failed.

    name  the input's id as it was given, None when it had none
    line  number of its line, from 1, when it came from a file of lines
    """
    row: dict[str, Any] = {"id": name, "error": {"code": error.code, "message": str(error)}}
    if line is not None:
        row["line"] = line
    return row


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of `mizan scan --json`."""
    text = files("mizan.engine").joinpath("verdict.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
