"""Whose words they are: each cue of an act outside and inside a report, and under stuffing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.detect.context import Context
from mizan.detect.cues import ACTS, Cue, load_cues
from mizan.detect.protocol import Scene
from mizan.detect.stance import reported_spans
from mizan.detect.voices import voices_of
from mizan.terms.part import Part
from mizan.text.batch import Batch, make_batch
from mizan.text.fold import fold_many

WEAPON = {"ar": "القنبلة", "en": "bomb"}  # what an instruction must stand near
PLAIN = {"ar": "يا إخوتي {} هنا {weapon}", "en": "my friends {} here {weapon}"}
NEGATED = {"ar": "يا إخوتي لا {} هنا {weapon}", "en": "my friends never {} here {weapon}"}
REPORTS = {
    "marks in a report": {
        "ar": "قال شاهد من أهل البلدة إن الرجل صاح «يا إخوتي {} هنا {weapon}» ثم فر من السوق"
        " القديم قبل أن تصل الشرطة إلى المكان",
        "en": "A witness from the old town said the man had shouted “my friends {} here {weapon}”"
        " and then fled across the market before the police could reach the square",
    },
    "a colon and no marks": {
        "ar": "نشر أحد المؤيدين على صفحته: يا إخوتي {} هنا {weapon}. وقد أدان أهالي البلدة كلامه"
        " في رسالة مشتركة إلى المجلس وطالبوا بحذف الصفحة كلها",
        "en": "One account wrote: my friends {} here {weapon}. The post was removed within an hour"
        " and residents of the town condemned it in a joint letter to the council",
    },
    "a research note": {
        "ar": "ندرس في هذه الورقة منشورات مثل «يا إخوتي {} هنا {weapon}» ونقارن صيغها بخطاب"
        " حركات أخرى في المنطقة نفسها خلال عشر سنوات",
        "en": "In our sample posts such as «my friends {} here {weapon}» use one form of address to"
        " move readers and we coded each of them twice by hand",
    },
    "a condemnation": {
        "ar": 'يكتبون لأبنائنا "يا إخوتي {} هنا {weapon}" ونحن ندين هذا الكلام أمام الناس كلهم ولا'
        " نرضى أن يكتب باسم بلدتنا ولا باسم أهلها",
        "en": "They write to our sons “my friends {} here {weapon}” and we condemn such talk in"
        " front of everybody and will not have it written in the name of this town",
    },
    "lines that begin with a sign": {
        "ar": "> يا إخوتي {} هنا {weapon}\nهذا ما كتبه صاحب الصفحة أمس، وقد أدان أهالي البلدة"
        " كلامه في رسالة مشتركة إلى المجلس",
        "en": "> my friends {} here {weapon}\nThis is what the page showed yesterday, and residents"
        " of the town condemned it in a joint letter to the council",
    },
}
STUFFING = {
    "marks around all of it": {"ar": "«{}»", "en": "“{}”"},
    "a dateline": {"ar": "تل الريحان (رويترز) - {}", "en": "TALL RAYHAN (Reuters) - {}"},
    "he said": {"ar": "قال: {}", "en": "He said: {}"},
    "the word of opponents": {"ar": "داعش ما يسمى: {}", "en": "so-called: {}"},
    "lines that begin with a sign": {"ar": "> {}", "en": "> {}"},
    "a word of condemnation": {"ar": "ندين «{}»", "en": "we condemn “{}”"},
    "one word again and again": {
        "ar": "قال قال قال قال قال قال قال قال قال قال قال قال: «{}»",
        "en": "said said said said said said said said said said said said: “{}”",
    },
    "all at once": {
        "ar": "تل الريحان (رويترز) - قال ما يسمى: «{}» #خبر #عاجل @x https://a.example/b",
        "en": "ASHBY (Reuters) - so-called, he said: “{}” #news #breaking @x https://a.example/b",
    },
}
every_act = pytest.mark.parametrize(
    "cue", [cue for cue in load_cues().cues if cue.group in ACTS], ids=lambda cue: cue.name
)


@pytest.fixture(scope="module")
def context() -> Context:
    return Context()


def batch_of(texts: list[str]) -> Batch:
    return make_batch(
        [Part(content=n, name="text", kind="text", text=t) for n, t in enumerate(texts)]
    )


def labels(context: Context, texts: list[str]) -> list[set[str]]:
    found: list[set[str]] = [set() for _ in texts]
    for finding in context.detect(Scene(batch_of(texts))):
        found[finding.part].add(finding.label)
    return found


def filled(frame: dict[str, str], cue: Cue) -> list[str]:
    return [frame[cue.lang].format(each, weapon=WEAPON[cue.lang]) for each in cue.phrases]


@every_act
def test_every_wording_of_an_act_is_told_where_it_stands_by_itself(
    context: Context, cue: Cue
) -> None:
    assert all(cue.group in found for found in labels(context, filled(PLAIN, cue)))


@every_act
def test_no_wording_of_an_act_is_told_where_it_is_negated(context: Context, cue: Cue) -> None:
    texts = filled(NEGATED, cue)

    seen = voices_of(batch_of(texts)).seen

    assert not any(cue in [one.cue for one in each.cues] for each in seen)


@every_act
@pytest.mark.parametrize("report", REPORTS)
def test_no_wording_of_an_act_is_told_where_another_says_it_in_a_report(
    context: Context, cue: Cue, report: str
) -> None:
    found = labels(context, filled(REPORTS[report], cue))

    assert not any(cue.group in each for each in found)
    assert all(each & {"reporting", "condemnation", "research"} for each in found)


@every_act
@pytest.mark.parametrize("stuffing", STUFFING)
def test_stuffing_does_not_change_what_a_post_does(
    context: Context, cue: Cue, stuffing: str
) -> None:
    posts = filled(PLAIN, cue)

    found = labels(context, [STUFFING[stuffing][cue.lang].format(post) for post in posts])

    assert all(cue.group in each for each in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "The group's leader threatened that we will burn your markets, according to a tape"
                " that the police confirmed was authentic on Monday"
            ),
            ["we will burn your markets,"],
        ),
        (
            (
                "وزعم قائد الجماعة أننا سنذبحكم جميعا، بحسب شريط أكدت الشرطة صحته أمس بعد سماعه"
                " مع شهود من البلدة"
            ),
            ["قائد الجماعة أننا سنذبحكم جميعا،"],
        ),
        (
            (
                "We will strike your city tonight, a spokesman said. The town council asked people"
                " to stay calm and to leave the matter to those whose work it is"
            ),
            ["We will strike your city tonight, a"],
        ),
    ],
)
def test_an_attributed_clause_with_an_act_is_anothers_words(text: str, told: list[str]) -> None:
    (spans,) = voices_of(batch_of([text])).reported

    assert [text[start:end].strip() for start, end in spans] == told


def test_who_quotes_and_then_calls_himself_reports_nothing(context: Context) -> None:
    text = (
        "Our emir said: “rise and strike them”. Hear him, brothers, and answer today, for the hour"
        " is near and I pledge allegiance to him and to all his men"
    )

    (found,) = labels(context, [text])

    assert {"call", "pledge"} <= found


def test_what_follows_a_colon_ends_where_the_teller_has_the_word_again() -> None:
    text = (
        "One user wrote: rise and strike. Do it now. Do it today. The post was removed within an"
        " hour, and the council thanked everybody who had reported it."
    )

    (spans,) = voices_of(batch_of([text])).reported

    assert [text[start:end] for start, end in spans] == ["rise and strike. Do it now. Do it today."]


@pytest.mark.parametrize(
    "recipe",
    [
        "Step 1: take two eggs. You will need the following: flour, milk and a warm pan",
        "طريقة تحضير الكعك: الخطوة الأولى اخلط المواد ثم أضف الحليب",
    ],
)
def test_a_recipe_is_no_instruction(context: Context, recipe: str) -> None:
    assert "instruction" not in labels(context, [recipe])[0]


def test_voices_of_a_batch_are_heard_once_and_go_with_it() -> None:
    batch = batch_of(["he said so"])

    assert voices_of(batch) is voices_of(batch)
    assert voices_of(batch_of([])).texts == []


def test_rows_that_differ_in_number_are_refused() -> None:
    with pytest.raises(ValueError, match="number"):
        reported_spans(["one"], fold_many(["one"]), [])


PIECES = [
    "قال ",
    "said: ",
    "“",
    "”",
    "«",
    "»",
    "\n> ",
    ". ",
    "rise and strike ",
    "انفروا ",
    "ندين ",
]
PIECES += ["the police ", "word ", "كلمة ", ":", "https://a.example/", "\ud800", "\u202e"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_of_any_text_lie_in_it_and_rise(text: str) -> None:
    (spans,) = voices_of(batch_of([text])).reported

    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize(
    "piece",
    ["he said rise and strike. ", "قال: انفروا. ", "said ", "“a b c” said ", "wrote:\n", ": "],
)
def test_a_hostile_repetition_is_read_to_its_end(context: Context, piece: str) -> None:
    context.detect(Scene(batch_of([piece * 10_000])))


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("pack", ["stayup_ar", "stayup_en", "commons"])
def test_no_text_of_the_shipped_packs_is_told_for_an_act(context: Context, pack: str) -> None:
    lines = (ROOT / f"src/mizan/banks/shipped/{pack}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]

    found = labels(context, [row["text"] for row in rows])

    assert [row["id"] for row, each in zip(rows, found, strict=True) if each & set(ACTS)] == []


def test_no_example_is_told_for_an_act(context: Context) -> None:
    paths = sorted((ROOT / "examples").glob("*.txt"))

    found = labels(context, [path.read_text("utf-8") for path in paths])

    assert paths
    assert [path.name for path, each in zip(paths, found, strict=True) if each & set(ACTS)] == []
