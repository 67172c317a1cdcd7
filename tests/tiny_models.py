"""Models that are trained in a moment, and rules by which they may open a case."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mizan.classify.file import save_model
from mizan.classify.fit import fit_plain
from mizan.classify.model import Model
from mizan.text.fold import fold_many

TEA = [
    "a cup of warm tea in the garden",
    "كوب شاي دافئ في حديقة البيت القديم",
    "green tea with mint and honey",
    "شاي أخضر بالنعناع والعسل في المساء",
]
RAIN = [
    "cold rain on the roof all night",
    "مطر بارد على سطح البيت القديم",
    "rain and wind from the northern sea",
    "مطر وريح من جهة البحر البعيد",
]
MILD = 3e-3  # strength of a model that is never wholly sure
LONG_TEA = (
    "Tea in the garden again, said the old ferryman of Lantern Quay, and he poured a cup for each"
    " of the seven weavers who had walked the whole night through the orchard, past the blue mill"
    " and the broken lighthouse, to hear how warm tea with mint is made by the river people."
)
BY_MODEL = """\
name: by-model
version: "1"
weights:
  learned_support: {weight: 0.5, group: evidence}
groups:
  evidence: 1.0
rules:
  - name: learned
    needs: [learned]
    when: learned.score >= 0.5
    says: review
    because: {en: the model finds it, ar: وجده النموذج}
  - name: copy
    needs: [copy]
    when: copy.coverage > 0.5
    says: review
    because: {en: a banked text, ar: نص محفوظ}
"""


def tea_model(**about: str) -> Model:
    """A model that tells tea from rain."""
    return trained((TEA + RAIN) * 4, ([True] * 4 + [False] * 4) * 4, **about)


def rain_model(**about: str) -> Model:
    """A model that tells rain from tea."""
    return trained((TEA + RAIN) * 4, ([False] * 4 + [True] * 4) * 4, **about)


def trained(texts: list[str], labels: list[bool], strength: float = MILD, **about: str) -> Model:
    """A model of some texts, with what is told of it."""
    return fit_plain(fold_many(texts), np.array(labels), about=about, strength=strength)


def written(path: Path, model: Model) -> Path:
    """Write a model, and return where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_model(model, path)
    return path


def ship(folder: Path) -> None:
    """Fill a folder with a `base` that knows tea and a `research` that knows rain."""
    base = {"name": "base", "kind": "base", "version": "1", "licence": "Apache-2.0"}
    limits = "ISIS-era short posts"
    research = {"name": "research", "kind": "research", "version": "1", "limits": limits}
    written(folder / "base.mizan", tea_model(**base))
    written(folder / "research.mizan", rain_model(**research, licence="CC BY-NC-SA 4.0"))
    (folder / "base.md").write_text("# The base model\n", "utf-8")
    (folder / "research.md").write_text("# The research model\n", "utf-8")
