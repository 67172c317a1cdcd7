"""Every text of the console has its Arabic, whole and compiled."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    path = str(ROOT / "scripts" / "translate")
    loader = importlib.machinery.SourceFileLoader("translate", path)
    spec = importlib.util.spec_from_loader("translate", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalog(translate: ModuleType) -> Catalog:
    return read_po(io.BytesIO((translate.FOLDER / "django.po").read_bytes()), locale="ar")


def test_the_catalogue_holds_what_code_and_templates_say(translate: ModuleType) -> None:
    po, mo = translate.current()

    assert (translate.FOLDER / "django.po").read_bytes() == po, "run scripts/translate"
    assert (translate.FOLDER / "django.mo").read_bytes() == mo, "run scripts/translate"


def test_every_text_has_its_arabic(translate: ModuleType, catalog: Catalog) -> None:
    assert translate.missing(catalog) == []
    assert len(catalog) > 300


def test_arabic_has_its_six_plural_forms(catalog: Catalog) -> None:
    plurals = [one for one in catalog if isinstance(one.id, tuple)]

    assert plurals
    assert [one.id[0] for one in plurals if len(one.string) != 6 or not all(one.string)] == []


def test_placeholders_agree(catalog: Catalog) -> None:
    """In a plural the words for none, one and two may do without the number."""
    wrong = []
    for message in catalog:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.id, tuple) else (message.string,)
        wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in strings:
            given = set(PLACEHOLDER.findall(text or ""))
            if given - wanted or (len(ids) == 1 and given != wanted):
                wrong.append(ids[0])

    assert wrong == []


def test_a_text_without_arabic_is_seen(translate: ModuleType) -> None:
    po = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr ""\n'

    assert translate.missing(read_po(io.BytesIO(po), locale="ar")) == ["a"]
