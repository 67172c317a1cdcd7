"""Every fault of a rules file is found, with its place and the way out; none hides another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mizan.errors import PolicyError
from mizan.policy.load import check, load_policy

GOOD = """\
name: test
version: 1
groups: {all: 1.0}
weights:
  known_text: {weight: 0.5, group: all}
rules:
  - name: copies
    needs: [copy]
    when: copy.count > 0
    says: review
    because: {en: a copy, ar: نسخة}
contexts:
  - name: news
    needs: [copy, context]
    when: context.reporting
    lowers_to: leave
    because: {en: news, ar: خبر}
floors:
  - name: whole
    needs: [copy]
    when: copy.identical
    keeps_at: review
    because: {en: whole, ar: كامل}
"""


def test_a_good_file_has_no_fault() -> None:
    assert check(GOOD) == []


# what is put in the place of what, line, column, part of the message, part of the hint
FAULTS = [
    ("name: test\n", "", 1, 1, "needs name", "add `name:`"),
    ("name: test", "name: ''", 1, 7, "the name is empty", ""),
    ("name: test", f"name: {'x' * 65}", 1, 7, "at most 64", ""),
    ("name: test", "nam: test", 1, 1, "a policy has no nam", "did you mean name?"),
    ("version: 1", "version: [1]", 2, 10, "must be a text", ""),
    ("version: 1", "version: 1\nname: again", 3, 1, "has name twice", "keep one"),
    ("version: 1", "version: &one 1", 2, 10, "anchor", "write the value out"),
    ("version: 1", "version: *one", 2, 10, "anchor", "write the value out"),
    ("version: 1", "version: !!int 1", 2, 10, "tag", "plain value"),
    ("version: 1", "version: 1: 2", 2, 11, "no YAML", "indentation"),
    ("version: 1", 'version: "\\ud800"', 2, 10, "half a character", "remove"),
    ("version: 1", 'version: "\\UFFFFFFFF"', 1, 1, "no YAML", "too large"),
    ("version: 1", "version: \x01", 2, 10, "does not allow", "remove it"),
    ("version: 1", "version: " + "[" * 13 + "]" * 13, 2, 21, "too deeply", "12"),
    ("name: test", "--- x\n--- x\n", 2, 1, "second document", "one policy"),
    ("{all: 1.0}", "[all]", 3, 9, "groups must be a mapping", "key: value"),
    ("{all: 1.0}", "{all: 2}", 3, 15, "cap of all must be a number from 0 to 1", ""),
    ("{all: 1.0}", "{all: .nan}", 3, 15, "must be a number", ""),
    ("group: all", "group: al", 5, 36, "no group is called al", "did you mean all?"),
    ("groups: {all: 1.0}\n", "", 4, 36, "no group is called all", "`groups:`"),
    ("known_text:", "known_txt:", 5, 3, "no label is called known_txt", "known_text?"),
    ("weight: 0.5", "weight: -0.5", 5, 24, "from 0 to 1", ""),
    ("weight: 0.5", "weight: x", 5, 24, "must be a number", ""),
    ("known_text:", "reporting:", 5, 23, "from -1 to 0", ""),
    ("- name: copies", "- name: news", 13, 11, "two rules are called news", "rename"),
    ("needs: [copy]\n    when: copy.c", "needs: copy\n    when: copy.c", 8, 12, "a list", "- "),
    ("needs: [copy]\n    when: copy.c", "needs: [copi]\n    when: copy.c", 8, 13, "copi", "copy?"),
    ("needs: [copy]\n    when: copy.c", "needs: [text]\n    when: copy.c", 8, 13, "text", "always"),
    ("needs: [copy]\n    when: copy.c", "needs: []\n    when: copy.c", 8, 12, "alone", "exact"),
    ("needs: [copy]\n    when: copy.c", "needs: [named]\n    when: copy.c", 8, 12, "alone", "copy"),
    (
        "needs: [copy]\n    when: copy.c",
        "needs: [copy, context]\n    when: copy.c",
        8,
        12,
        "rests on a context",
        "only lower",
    ),
    ("copy, context", "copy", 14, 12, "looks at no context", "add context"),
    (
        "needs: [copy]\n    when: copy.i",
        "needs: [copy, context]\n    when: copy.i",
        20,
        12,
        "a floor that rests on a context",
        "whatever",
    ),
    ("needs: [copy]\n    when: copy.i", "needs: []\n    when: copy.i", 20, 12, "some kind", "copy"),
    ("says: review", "says: leave", 10, 11, "says cannot be leave", "review, act"),
    ("says: review", "says: acct", 10, 11, "says cannot be acct", "did you mean act?"),
    ("says: review", "lowers_to: review", 10, 5, "has no lowers_to", "known are"),
    ("says: review", "says: act", 10, 11, "act cannot rest on this", "exact and image"),
    ("lowers_to: leave", "lowers_to: act", 16, 16, "cannot be act", "leave, review"),
    ("keeps_at: review", "keeps_at: act", 22, 15, "cannot be act", "review"),
    ("en: a copy, ", "", 11, 14, "a reason needs en", "add `en:`"),
    (", ar: نسخة", "", 11, 14, "a reason needs ar", "add `ar:`"),
    ("{en: a copy, ar: نسخة}", "a copy", 11, 14, "must be a mapping", ""),
    ("copy.count > 0", "copy.cont > 0", 9, 11, "unknown name copy.cont", "copy.count?"),
    ("copy.count > 0", "true && copy.cont > 0", 9, 19, "unknown name", "copy.count?"),
    ("copy.count > 0", "score > 0.5", 9, 11, "unknown name score", ""),
    ("copy.count > 0", "exact.count > 0", 9, 11, "unknown name exact.count", "add exact"),
    ("copy.count > 0", "copy.coverage > 1", 9, 25, "no matching overload", "1.0"),
    ("copy.count > 0", "copy.count > 'a'", 9, 22, "no matching overload", "like with like"),
    ("copy.count > 0", "copy.count", 9, 11, "gives INT, not true or false", "> 0"),
    ("copy.count > 0", "copy.count + 1", 9, 11, "gives INT", ""),
    ("copy.count > 0", "copy.count > 0 and true", 9, 26, "mismatched input", "&&"),
    ("copy.count > 0", "copy.count = 0", 9, 22, "token recognition", "=="),
    ("copy.count > 0", "(" * 40 + "true" + ")" * 40, 9, 11, "recursion limit", "simpler"),
    ("copy.count > 0", "true || " * 300 + "true", 9, 11, "too long", "2000"),
    ("copy.count > 0", "'true'", 9, 11, "names or words alone", "copy.count > 0"),
    ("copy.count > 0", "copy.count >= 0", 9, 11, "names or words alone", "copy.count > 0"),
    ("copy.count > 0", "1 / copy.count > 0", 9, 11, "fails where there is no evidence", "first"),
    (
        "copy.count > 0",
        "copy.count > 0 || text.words > 3",
        9,
        11,
        "names or words alone",
        "copy.count > 0",
    ),
    ("copy.count > 0", "text.lang == 'tlh'", 9, 11, "names or words alone", ""),
    ("copy.count > 0", "text.words == 1234", 9, 11, "names or words alone", ""),
    (
        "when: copy.count > 0",
        "when: |\n      true &&\n        copy.cont > 0",
        11,
        9,
        "copy.cont",
        "",
    ),
    ("when: copy.count > 0", "when: >-\n      true\n      && copy.cont > 0", 11, 10, "cont", ""),
    ("when: copy.count > 0", "when: true &&\n      copy.cont > 0", 10, 7, "copy.cont", ""),
    ("when: copy.count > 0", "when: 'text.lang == ''a'' && copy.cont > 0'", 9, 34, "cont", ""),
    ("when: copy.count > 0", 'when: "text.lang == \\"a\\" && copy.cont > 0"', 9, 34, "cont", ""),
    ("when: copy.count > 0", "when: \"text.lang == 'عربية' && copy.cont > 0\"", 9, 36, "cont", ""),
    ("when: copy.count > 0", "when: [copy]", 9, 11, "when must be a text", ""),
    ("rules:\n", "rules: {}\nrule:\n", 7, 1, "a policy has no rule", "rules?"),
    ("rules:\n", "rules: {}\nrule:\n", 6, 8, "rules must be a list", ""),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "message", "hint"), FAULTS)
def test_a_fault_is_found_in_its_place(
    old: str, new: str, line: int, column: int, message: str, hint: str
) -> None:
    assert old in GOOD

    faults = check(GOOD.replace(old, new, 1))

    near = [one for one in faults if message in one.message and hint in one.hint]
    assert near, [str(one) for one in faults]
    assert (near[0].line, near[0].column) == (line, column)


def test_all_faults_are_given_at_once_in_order() -> None:
    text = GOOD.replace("copy.count > 0", "copy.cont > 0 && copy.shar > 0.1")
    text = text.replace("context.reporting", "context.news").replace("name: test", "nme: test")

    faults = check(text)

    assert [one.line for one in faults] == [1, 1, 9, 9, 15]
    assert faults == sorted(faults)


@pytest.mark.parametrize("text", ["", "# nothing\n", "just text", "- a\n- b\n", "rules: []"])
def test_a_file_that_is_no_policy_is_refused(text: str) -> None:
    assert check(text)


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "too large" in check("#" * (2**20 + 1))[0].message


def test_too_many_rules_are_refused() -> None:
    one = GOOD[GOOD.index("  - name: copies") : GOOD.index("contexts:")]
    many = "".join(one.replace("copies", f"copies-{n}") for n in range(201))

    faults = check(GOOD.replace(one, many))

    assert [fault.message for fault in faults] == ["too many rules"]


def test_too_many_numbers_to_be_proved_are_refused() -> None:
    tests = " || ".join(f"named.self_names == {n} && text.words == {n}" for n in range(10, 90, 7))
    text = GOOD.replace("[copy]", "[copy, named]", 1)

    faults = check(text.replace("copy.count > 0", f"copy.count > 0 && ({tests})"))

    assert [fault.hint for fault in faults] == []
    wide = " || ".join(f"named.self_names == {n} && text.words == {n}" for n in range(100, 400, 7))
    faults = check(text.replace("copy.count > 0", f"copy.count > 0 && ({wide})"))
    assert "too many" in faults[0].message or "too long" in faults[0].message


def test_a_fault_reads_as_place_message_and_hint() -> None:
    fault = check(GOOD.replace("says: review", "says: leave"))[0]

    assert str(fault) == "10:11: says cannot be leave (known are: review, act)"


def test_loading_a_faulty_file_names_it_and_gives_every_fault(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(GOOD.replace("review", "leave"), "utf-8")

    with pytest.raises(PolicyError) as caught:
        load_policy(path)

    assert [type(one).__name__ for one in caught.value.faults] == ["Fault", "Fault"]
    assert "rules.yaml" in str(caught.value)
    assert caught.value.code == "policy.invalid"


@pytest.mark.parametrize("data", [b"name: \xff", b"\xff\xfen\x00"])
def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(data)

    with pytest.raises(PolicyError, match="UTF-8"):
        load_policy(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    assert load_policy(path).ref.name == "test"


@pytest.mark.parametrize("make", [lambda path: path, lambda path: path / "missing.yaml"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, make: Any) -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy(make(tmp_path))

    assert caught.value.code == "policy.unreadable"
    assert caught.value.faults == ()
