from __future__ import annotations

import hashlib

import numpy as np
import pytest

from mizan.errors import SignalError
from mizan.signals.exact import FileDigest, Md5, Sha1, Sha256
from mizan.signals.key import key_of
from mizan.terms.part import Part
from mizan.text.batch import make_batch

TYPES = [Sha256(), Sha1(), Md5()]
EACH = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)


def file_part(data: bytes) -> Part:
    return Part(content=0, name="file", kind="file", data=data)


@EACH
def test_a_file_is_signed_with_its_digest(kind: FileDigest) -> None:
    assert kind.sign(file_part(b"boat")) == hashlib.new(kind.name, b"boat").digest()


@EACH
def test_a_written_digest_is_read_back(kind: FileDigest) -> None:
    value = hashlib.new(kind.name, b"boat").digest()

    assert kind.parse(f" {kind.write(value).upper()}\n") == value
    assert kind.distance(value, value) == 0
    assert kind.distance(value, bytes(len(value))) == 1


@EACH
@pytest.mark.parametrize("written", ["", "zz", "ab" * 15, "ab" * 33, "ab " * 16, "نص"])
def test_a_wrong_digest_is_refused(kind: FileDigest, written: str) -> None:
    with pytest.raises(SignalError):
        kind.parse(written)


@EACH
def test_a_batch_gives_keys_of_files_and_of_its_own_digests(kind: FileDigest) -> None:
    given = hashlib.new(kind.name, b"quay").digest()
    parts = [
        Part(content=0, name="text", kind="text", text="boat"),
        file_part(b"boat"),
        Part(content=1, name="digest", kind="digest", signal=kind.name, value=given),
        Part(content=1, name="digest", kind="digest", signal="pdq", value=bytes(32)),
        file_part(b""),
    ]

    signals = kind.sign_many(make_batch(parts))

    values = [hashlib.new(kind.name, b"boat").digest(), given, hashlib.new(kind.name).digest()]
    assert signals.owner.tolist() == [1, 2, 4]
    assert [row.tobytes() for row in signals.rows] == [key_of(value) for value in values]


@EACH
def test_an_empty_batch_gives_empty_arrays(kind: FileDigest) -> None:
    signals = kind.sign_many(make_batch([]))

    assert signals.owner.shape == (0,)
    assert signals.rows.shape == (0, 16)
    assert signals.rows.dtype == np.uint8


@EACH
def test_the_examples_match(kind: FileDigest) -> None:
    for one, other in kind.examples():
        assert kind.sign(one) == kind.sign(other) is not None
