"""The slices: which texts they hold, what is made of them, and what is never taken."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mizan.errors import MizanError
from mizan.evaluate.derived import disguised, quoted
from mizan.evaluate.development import development_slices, groups, trained_on
from mizan.evaluate.plan import planned
from mizan.evaluate.slices import Slice, article_forms, own_articles, shipped_slices, unseen_texts

FAKE = "the ferry left the quay early"
NEWS = "ar_news_saudinewsnet"


def wrap(kind: str, lang: str, post: str, random: Random) -> str:
    return f"{kind} {lang} {random.randrange(3)} <{post}>"


def write(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    (folder / name).mkdir(parents=True)
    with gzip.open(folder / name / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def everyday(count: int) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "text": f"@ali صباح الخير {n}", "label": "neutral"} for n in range(count)
    ]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "train"
    folder.mkdir(parents=True)
    write(folder, "ar_tweets_arsarcasm2", everyday(30))
    return folder


def slices(folder: Path, **given: Any) -> list[Slice]:
    return [one for one, _ in development_slices(folder, **given)]


def test_each_shipped_slice_has_a_name_of_its_own_and_texts() -> None:
    found = list(shipped_slices())

    assert [key for key, n in Counter(one.key for one in found).items() if n > 1] == []
    assert all(one.items for one in found)
    assert {one.lang for one in found} == {"ar", "en"}


def test_what_must_stay_up_is_enough_in_each_language_to_show_one_per_cent() -> None:
    found = [one for one in shipped_slices() if one.role == "stay" and one.source == "MizanCheck"]

    assert sorted(one.lang for one in found) == ["ar", "en"]
    assert all(len(one.items) >= 380 for one in found)


def test_condolences_that_are_trained_on_are_in_no_slice() -> None:
    path = Path(__file__).parents[2] / "src/mizan/train/packs/condolences_en.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    trained = {row["text"] for row in rows if row["half"] == "train"}

    texts = {text for some in unseen_texts("en").values() for text in some}

    assert texts
    assert not texts & trained


def test_an_article_is_looked_at_in_four_forms() -> None:
    forms = {one.way: one.items for one in article_forms(
        "Head <b>\n\nfirst\nsecond", group="a", lang="en", source="s"
    )}  # fmt: skip

    assert set(forms) == {"headline", "first 280", "whole", "page"}
    assert forms["headline"] == ("Head <b>",)
    assert b"<h1>Head &lt;b&gt;</h1><p>first</p><p>second</p>" in forms["page"][0]
    assert len(list(own_articles("ar"))) == 4


def test_support_is_looked_at_in_reports_and_merely_dressed_up() -> None:
    posts = Slice(group="g", lang="en", role="support", source="s", items=("join", "us"))

    found = {one.way: one for one in quoted(posts, 10, wrap)}

    assert {way: one.role for way, one in found.items()} == {
        "report": "quoted",
        "condemn": "quoted",
        "research": "quoted",
        "stuff": "support",
    }
    assert "<join>" in found["report"].items[0]
    assert list(quoted(posts, 10, wrap)) == list(found.values())


def test_a_slice_is_disguised_in_every_way_of_its_language_and_a_part_of_it_suffices() -> None:
    calm = Slice(group="g", lang="ar", role="stay", source="s", items=("صباح الخير",) * 9)

    found = list(disguised(calm, 4))

    assert {"disguised_dotless", "disguised_arabizi"} < {one.way for one in found}
    assert {len(one.items) for one in found} == {4}
    assert {one.role for one in found} == {"stay"}
    assert all(one.items[0] != calm.items[0] for one in found)


def test_rows_of_a_group_are_the_same_ones_each_time_and_at_most_so_many(data: Path) -> None:
    first, again, more = slices(data, most=5), slices(data, most=5), slices(data)

    assert first == again
    assert [len(one.items) for one in first] == [5]
    assert [len(one.items) for one in more] == [30]


def test_people_who_are_mentioned_are_masked(data: Path) -> None:
    [some] = slices(data)

    assert all(str(item).startswith("@user ") for item in some.items)


def test_sets_that_a_model_was_trained_on_are_marked(data: Path) -> None:
    [some] = slices(data)

    assert some.seen == ("base", "research")
    assert set(trained_on()) >= {one.file for one in groups() if one.role == "support"}


def test_news_is_parted_by_topic_and_cut_into_pieces(data: Path) -> None:
    rows = [
        {"id": "1", "text": "خبر " * 200, "extra": {"topic_terror": True, "title": "عنوان"}},
        {"id": "2", "text": "طقس " * 200, "extra": {"topic_terror": False}},
    ]
    write(data, NEWS, rows)

    found = {(one.group, one.way): one.items for one in slices(data)}

    assert found[("news of terrorism", "headline")] == ("عنوان",)
    assert len(str(found[("news of terrorism", "first 280")][0])) == 280
    assert len(str(found[("news of terrorism", "cut")][0])) == 140
    assert found[("other news", "headline")] == ()


def test_posts_of_accounts_are_parted_by_month_and_weak(data: Path) -> None:
    folder = data / "en_isis_fanboy"
    folder.mkdir()
    rows = f"text,date\n{FAKE} a,1/6/2015 21:07\n{FAKE} b,12/24/2015 9:05\n{FAKE} c,\n"
    (folder / "en_isis_fanboy.csv.gz").write_bytes(gzip.compress(rows.encode()))

    found = [one for one in slices(data) if one.weak]

    assert [one.group.rpartition(", ")[2] for one in found] == [
        "2015-01",
        "2015-12",
        "without a date",
    ]


def test_the_seed_article_beside_the_data_is_looked_at(data: Path) -> None:
    (data.parent / "seed").mkdir()
    (data.parent / "seed" / "article_ar_2017.txt").write_text("عنوان\n\nنص", "utf-8")

    found = [one for one in slices(data) if one.role == "article"]

    assert len(found) == 4


def test_a_folder_without_any_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MizanError) as caught:
        slices(tmp_path)

    assert caught.value.code == "evaluate.no_data"


@pytest.mark.parametrize("held", [b"no gzip", gzip.compress(b"{torn"), gzip.compress(b"{}")[:-9]])
def test_a_set_that_cannot_be_read_is_named_and_not_quoted(data: Path, held: bytes) -> None:
    path = data / "ar_tweets_arsarcasm2" / "ar_tweets_arsarcasm2.jsonl.gz"
    path.write_bytes(held)

    with pytest.raises(MizanError) as caught:
        slices(data)

    assert caught.value.code == "evaluate.data"
    assert "torn" not in caught.value.message


def test_rows_of_no_use_are_passed_over(data: Path) -> None:
    path = data / "ar_tweets_arsarcasm2" / "ar_tweets_arsarcasm2.jsonl.gz"
    blank, foreign, good = ({"text": text} for text in ("  ", "only English here", "مرحبا"))
    rows: list[Any] = [{}, [1], "x", {"text": 5}, blank, foreign, good]
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))

    [some] = slices(data)

    assert some.items == ("مرحبا",)


def test_the_plan_holds_every_slice_once(data: Path) -> None:
    found = list(planned(wrap, data=data, most=4))

    assert [key for key, n in Counter(one.key for one in found).items() if n > 1] == []
    assert {"stay", "article", "support", "quoted"} == {one.role for one in found}
    assert any(one.way == "disguised_arabizi" and one.source.startswith("dev") for one in found)
