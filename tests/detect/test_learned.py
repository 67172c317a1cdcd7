"""A trained model says how sure it is of a text, and nothing where it is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.tiny_models import RAIN, TEA

from mizan import Content, open_engine
from mizan.classify.file import save_model
from mizan.classify.fit import fit_plain
from mizan.classify.model import Model
from mizan.detect.learned import Learned
from mizan.detect.protocol import Scene
from mizan.errors import ModelError
from mizan.terms.finding import Finding
from mizan.terms.part import Part
from mizan.terms.verdict import Verdict
from mizan.text.batch import make_batch
from mizan.text.fold import fold_many


@pytest.fixture(scope="module")
def model() -> Model:
    texts = (TEA + RAIN) * 4
    return fit_plain(fold_many(texts), np.array(([True] * 4 + [False] * 4) * 4))


def look(learned: Learned, *texts: str) -> list[Finding]:
    parts = [
        Part(content=number, name="text", kind="text", text=text)
        for number, text in enumerate(texts)
    ]
    return learned.detect(Scene(batch=make_batch(parts)))


def test_without_a_model_nothing_is_said() -> None:
    assert look(Learned(), *TEA) == []


def test_a_batch_without_texts_is_no_trouble(model: Model) -> None:
    assert look(Learned(model)) == []


@pytest.mark.parametrize("text", TEA)
def test_what_the_model_is_sure_of_is_told_with_its_score(model: Model, text: str) -> None:
    (found,) = look(Learned(model), RAIN[0], text, RAIN[1])

    assert (found.part, found.label, found.detector) == (1, "learned_support", "learned")
    assert found.score is not None
    assert 0.5 <= found.score <= 1


def test_a_higher_bar_leaves_a_trace(model: Model) -> None:
    found = look(Learned(model, least=0.999999), *TEA)

    assert {one.label for one in found} == {"learned_trace"}


@pytest.mark.parametrize("text", RAIN)
def test_of_what_the_model_is_sure_not_to_be_it_nothing_is_said(model: Model, text: str) -> None:
    assert look(Learned(model), text) == []


@pytest.mark.parametrize("text", ["tea", "mint tea 101", "شاي بالنعناع"])
def test_a_few_letters_are_too_few_to_be_read(model: Model, text: str) -> None:
    assert look(Learned(model), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "a c u p  o f  w a r m  t e a  i n  t h e  g a r d e n",
        "a cup of wa\u200brm tea in the gar\u200bden",
        "gr33n t34 w1th m1nt 4nd h0n3y 1n th3 g4rd3n",
        "ك.و.ب ش.ا.ي د.ا.ف.ئ ف.ي ح.د.ي.ق.ة ا.ل.ب.ي.ت ا.ل.ق.د.ي.م",
    ],
)
def test_a_disguised_text_is_read_as_what_it_says(model: Model, text: str) -> None:
    (found,) = look(Learned(model), RAIN[0], text, RAIN[1])

    assert (found.part, found.label) == (1, "learned_support")


def test_findings_come_in_the_order_of_the_parts(model: Model) -> None:
    texts = [TEA[1], "gr33n t34 w1th m1nt 4nd h0n3y 1n th3 g4rd3n", RAIN[0], TEA[0], TEA[3]]

    assert [one.part for one in look(Learned(model), *texts)] == [0, 1, 3, 4]


def test_words_that_a_report_quotes_are_not_read_as_its_own(model: Model) -> None:
    said = "a cup of warm tea in the garden, green tea with mint and honey"
    report = (
        f'Police arrested a man on Monday who had written "{said}" on his page. A spokesman said '
        "that he will stand before the court next week and that rain fell on the town all night."
    )

    assert look(Learned(model), said)
    assert "learned_support" not in {one.label for one in look(Learned(model), report)}


def test_an_engine_takes_a_model_from_a_file(model: Model, tmp_path: Path) -> None:
    save_model(model, tmp_path / "tea.model")
    with open_engine(tmp_path / "data", model=tmp_path / "tea.model") as engine:
        told, silent = engine.scan_many(
            [Content(id="1", text=TEA[0]), Content(id="2", text=RAIN[0])]
        )

    assert isinstance(told, Verdict)
    assert isinstance(silent, Verdict)
    assert told.verdict == "review"
    assert told.labels == ("learned_support",)
    assert silent.labels == ()


def test_an_engine_refuses_a_torn_model(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "tea.model"
    save_model(model, path)
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(ModelError):
        open_engine(tmp_path / "data", model=path)
