"""POST /check: verdicts at once, and what is said when there is none."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service.api_client import Program, code

from mizan.engine.report import schema

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
QUIET = {"id": "q", "text": "a quiet post about bread"}


@pytest.fixture
def program(desk: Any) -> Program:
    return Program(desk.token("check"))


def items_here() -> int:
    from mizan.service.items.models import Item

    return Item.objects.count()


def test_one_content_has_its_verdict_and_nothing_is_stored(desk: Any, program: Program) -> None:
    import jsonschema

    desk.bank(STATEMENT)

    told = program.post("/check", {"id": "r", "text": REPOST})

    jsonschema.validate(told.json(), schema())
    assert told.status_code == 200
    assert (told.json()["verdict"], told.json()["complete"]) == ("review", True)
    assert told.json()["bank_seq"] > 0
    assert told.json()["policy"]["version"]
    assert items_here() == 0


def test_a_thousand_contents_are_answered_in_order(desk: Any, program: Program) -> None:
    desk.bank(STATEMENT)
    given = [{"id": str(n), "text": REPOST if n == 500 else f"post {n}"} for n in range(1000)]

    told = program.post("/check", given).json()

    assert [one["id"] for one in told["verdicts"]] == [str(n) for n in range(1000)]
    assert {one["id"] for one in told["verdicts"] if one["verdict"] != "leave"} == {"500"}
    assert told["complete"] is True


@pytest.mark.parametrize(
    "body",
    [
        {"id": "1", "html": "<p>bread</p>"},
        {"id": "1", "url": "https://bread.example/loaf"},
        {"id": "1", "data": base64.b64encode(b"bread and salt").decode(), "name": "a.txt"},
        {"id": "1", "sha256": "0" * 64},
        {"id": "1", "sha1": "0" * 40},
        {"id": "1", "md5": "0" * 32},
        {"id": "1", "pdq": "0f" * 32},
    ],
    ids=lambda body: sorted(set(body) - {"id", "name"})[0],
)
def test_every_kind_of_content_is_taken(desk: Any, program: Program, body: Any) -> None:
    told = program.post("/check", body).json()

    assert told["verdict"] == "leave"


def test_a_banked_file_is_known_by_its_bytes_and_by_its_hash(desk: Any, program: Program) -> None:
    from hashlib import sha256

    from mizan.banks import changes
    from mizan.service.ground.engine import engine

    data = b"\x00\x01 not a text \xff"
    told = {"actor": "cli:test", "why": "test"}
    changes.create_bank(engine().store, name="files", purpose="harm", **told)
    row = changes.NewEntry(signal="sha256", value=sha256(data).digest())
    changes.add_entries(engine().store, bank="files", rows=[row], **told)

    file = SimpleUploadedFile("x.bin", data)
    by_form = program.form("/check", id="f", file=file).json()
    by_data = program.post("/check", {"data": base64.b64encode(data).decode()}).json()
    by_hash = program.post("/check", {"sha256": sha256(data).hexdigest()}).json()

    assert {one["verdict"] for one in (by_form, by_data, by_hash)} == {"review"}


def test_what_cannot_be_examined_is_never_a_leave(desk: Any, program: Program) -> None:
    told = program.post("/check", [QUIET, {"id": "none"}]).json()

    assert told["verdicts"][0]["verdict"] == "leave"
    assert "verdict" not in told["verdicts"][1]
    assert told["verdicts"][1]["error"]["code"] == "content.empty"
    assert told["verdicts"][1]["complete"] is False
    assert told["complete"] is False


def test_what_the_deadline_does_not_reach_is_said_to_be_so(
    desk: Any, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from mizan.service.api import checking

    done, real = threading.Event(), checking.engine()

    class Slow:
        def scan_many(self, contents: Any) -> Any:
            if contents[0].id != "0":
                done.wait(5)
            return real.scan_many(contents)

    monkeypatch.setattr(checking, "engine", Slow)

    given = [{"id": str(n), "text": f"post {n}"} for n in range(40)]
    told = program.post("/check?deadline_ms=500", given).json()
    done.set()
    for thread in threading.enumerate():
        if thread.name == "check":
            thread.join(5)

    reached = [one for one in told["verdicts"] if "verdict" in one]
    missed = [one for one in told["verdicts"] if "error" in one]
    assert [len(reached), len(missed)] == [checking.PIECE, 40 - checking.PIECE]
    assert {one["error"]["code"] for one in missed} == {"check.deadline"}
    assert {tuple(one["not_examined"]) for one in missed} == {("check.deadline",)}
    assert told["complete"] is False


def test_with_time_enough_a_deadline_changes_nothing(desk: Any, program: Program) -> None:
    file = {"id": "f", "data": base64.b64encode(b"bread").decode()}
    given = [QUIET, file, *[QUIET] * 40]

    told = program.post("/check?deadline_ms=60000", given).json()

    assert [one["verdict"] for one in told["verdicts"]] == ["leave"] * 42
    assert told["complete"] is True


def test_too_many_checks_at_once_are_turned_away(
    desk: Any, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.api import checking
    from mizan.service.api.limiter import Gate

    gate = Gate(inside=1, waiting=0, patience=0.01)
    monkeypatch.setattr(checking, "checks", gate)

    with gate.entered():
        busy = program.post("/check", QUIET)
    free = program.post("/check", QUIET)

    assert (busy.status_code, code(busy)) == (429, "desk.busy")
    assert int(busy.headers["Retry-After"]) > 0
    assert free.status_code == 200


def test_one_may_wait_for_a_place_for_a_moment() -> None:
    from mizan.errors import DeskError
    from mizan.service.api.limiter import Gate

    gate = Gate(inside=1, waiting=1, patience=0.01)

    with gate.entered():
        with pytest.raises(DeskError):
            gate.enter()
        with pytest.raises(DeskError):
            gate.enter()

    with gate.entered():
        pass


def test_what_is_checked_is_stored_when_it_is_asked_for(desk: Any) -> None:
    checks, both = Program(desk.token("check")), Program(desk.token("check", "items"))

    refused = checks.post("/check?store=true&source=forum", QUIET)
    one = both.post("/check?store=true&source=forum", QUIET).json()
    several = both.post("/check?store=true&source=forum", [QUIET, {"text": "unnamed"}]).json()

    assert (refused.status_code, code(refused)) == (403, "desk.no_scope")
    assert one["stored"]["new"] is True
    assert several["stored"][0]["id"] == one["stored"]["id"]
    assert several["stored"][1]["error"]["code"] == "desk.bad_item"
    assert items_here() == 1


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"{", 400, "api.not_json"),
        (b"\xff\xfe", 400, "api.not_json"),
        (b"[" * 100_000, 422, "api.malformed"),
        (b'{"text": ' * 5000, 422, "api.malformed"),
        (b'{"id": "\\ud800", "text": ' + b"[" * 100_000, 400, "api.not_json"),
        (b'{"id": "\\ud800", "text": NaN}', 400, "api.not_json"),
        (b"[]", 422, "api.malformed"),
        (b"3", 422, "api.malformed"),
        (b"null", 422, "api.malformed"),
        (b'{"text": 7}', 422, "api.malformed"),
        (b'{"data": "%"}', 422, "api.malformed"),
        (b'{"unknown": "x"}', 422, "api.malformed"),
        (b'{"\\ud800": "x"}', 422, "api.malformed"),
        (b'{"html": "a", "data": "YQ=="}', 422, "api.malformed"),
        (json.dumps([{"id": "1", "text": "a"}] * 1001).encode(), 422, "api.malformed"),
    ],
)
def test_what_is_no_content_is_refused(
    desk: Any, program: Program, body: bytes, status: int, told: str
) -> None:
    answer = program.ask("POST", "/check", body)

    assert (answer.status_code, code(answer)) == (status, told)


@pytest.mark.parametrize(
    "query",
    [
        "deadline_ms=0",
        "deadline_ms=x",
        "deadline_ms=9999999",
        "store=maybe",
        "store=true",
        "deadline_ms=",
    ],
)
def test_a_query_that_says_nothing_is_refused(desk: Any, program: Program, query: str) -> None:
    answer = program.post(f"/check?{query}", QUIET)

    assert (answer.status_code, code(answer)) == (422, "api.malformed")


def test_a_lone_surrogate_in_the_name_comes_back_as_it_was(desk: Any, program: Program) -> None:
    answer = program.ask("POST", "/check", b'{"id": "\\ud800", "text": "bread \\u0000 \\udfff"}')

    assert answer.status_code == 200
    assert json.loads(answer.content)["id"] == "\ud800"


@pytest.mark.sqlite
def test_hostile_bodies_never_break_a_check(desk: Any, program: Program) -> None:
    texts = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=40)
    names = st.sampled_from(
        ["id", "text", "html", "url", "data", "name", "lang", "sha256", "pdq", "md5"]
    )
    json_values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | texts, inner),
        max_leaves=8,
    )
    contents = st.dictionaries(names, texts, min_size=1, max_size=4)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(contents | st.lists(contents, max_size=4) | json_values | st.binary(max_size=60))
    def hostile(body: Any) -> None:
        answer = program.post("/check", body)

        assert answer.status_code in {200, 400, 415, 422}  # 415: of nothing, the kind is not told
        if answer.status_code != 200:
            assert code(answer).startswith("api.")

    hostile()
