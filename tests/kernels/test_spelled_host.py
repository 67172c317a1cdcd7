from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.kernels.spelled_host import DIGITS, is_letter, spell_host
from mizan.signals.url_key import parsed_key, plain_key

LETTERS = "".join(chr(code) for code in range(0x10000) if is_letter(code))
HTTPS = len("https://")


def spelled(url: str) -> str | None:
    units = np.frombuffer(url.encode("utf-16-le"), np.uint16)
    out = np.zeros(DIGITS * len(units), np.uint8)
    size = spell_host(units, HTTPS, out)
    return None if size < 0 else out[:size].tobytes().decode("ascii")


@settings(deadline=None, max_examples=300)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=70), min_size=1, max_size=4))
def test_labels_are_spelled_as_python_spells_them(labels: list[str]) -> None:
    names = ["xn--" + label.encode("punycode").decode("ascii") for label in labels]

    assert spelled("https://" + ".".join(labels)) == "https://" + ".".join(names)


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_one_that_the_parser_leaves_as_it_is(letter: str) -> None:
    urls = [f"https://{letter}.com/", f"https://{letter}ب{letter}.{letter}/a"]

    assert [plain_key(url) for url in urls] == [parsed_key(url) for url in urls]
    assert spelled(urls[0]) == f"https://xn--{letter.encode('punycode').decode()}.com/"


@pytest.mark.parametrize(
    "host",
    ["موقعa.com", "9a.موقع", "xn--a.موقع", "a..موقع", "موقع.", "مـ.com", "م٣.com", "é.com",
     "-a.موقع", "", "."],
)  # fmt: skip
def test_a_host_of_other_letters_is_looked_at_elsewhere(host: str) -> None:
    assert spelled(f"https://{host}/") is None


def test_other_letters_behind_the_host_are_looked_at_elsewhere() -> None:
    assert spelled("https://موقع.com/ا") is None


def test_what_stands_behind_the_host_stays() -> None:
    found = spelled("https://WWW.موقع.com:80/A/%d8?x#y")

    assert found == "https://WWW.xn--4gbrim.com:80/A/%d8?x#y"
