"""Lists are told apart by their first line, and read line by line."""

import io
from pathlib import Path

import pytest

from mizan.banks.lines import Lines, format_of, read_header, read_records
from mizan.errors import ContentError
from mizan.signals.exact import Md5, Sha256
from mizan.signals.neartext import NearText
from mizan.signals.url import Url

TYPES = {"md5": Md5(), "sha256": Sha256(), "neartext": NearText(), "url": Url()}
VALUE = bytes(range(16)).hex()


def header(written: str) -> list[str]:
    return read_header(Lines(io.BytesIO(written.encode())), Path("list.csv"), TYPES)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n \n",
        "\ufeff",
        f"hash,comment\n{VALUE},x\n",
        f"type,comment\nmd5,{VALUE}\n",
        f"value\n{VALUE}\n",
        f"type;value\nmd5;{VALUE}\n",
        f"md5,{VALUE}\nmd5,{VALUE}\n",
        f"\ufeffMD5,{VALUE.upper()},label\n",
        "url,https://example.org/a\n",
        f"{VALUE}\n",
        f"# a list\ntype,value\nmd5,{VALUE}\n",
        '"type,value\n',
    ],
)
def test_what_does_not_say_where_values_are_is_refused(written):
    with pytest.raises(ContentError) as caught:
        header(written)

    assert caught.value.code == "content.no_header"
    assert "type,value,label" in caught.value.hint
    assert VALUE not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Type, VALUE ,comment", ["type", "value", "comment"]),
        ("\ufeffMD5,sha256,first.seen", ["md5", "sha256", "first.seen"]),
        ("\n\r\nlabel,md5", ["label", "md5"]),
        ('"url","label"', ["url", "label"]),
        ("text,وصف", ["text", "وصف"]),
    ],
)
def test_a_header_may_have_more_columns_and_any_case(written, names):
    assert header(written + "\n") == names


def test_a_line_that_is_too_long_is_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr("mizan.banks.lines.MAX_TEXT_BYTES", 40)
    file = tmp_path / "a.txt"
    file.write_text("md5 " + "a" * 500 + f"\nmd5 {VALUE[:20]}\n")

    with file.open("rb") as source:
        records = list(read_records(Lines(source), "plain"))

    assert [(record.line, record.reason) for record in records] == [(1, "line.too_long"), (2, "")]


def test_the_format_is_told_by_name_then_by_the_first_line(tmp_path):
    file = tmp_path / "list"
    file.write_text("url https://example.org/?a=1,2\n")

    assert format_of(file) == "plain"
