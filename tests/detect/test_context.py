from __future__ import annotations

from itertools import pairwise

import pytest

from mizan.detect.context import Context
from mizan.detect.protocol import Scene
from mizan.terms.finding import Finding
from mizan.terms.label import LABELS
from mizan.terms.part import Part
from mizan.text.batch import make_batch


@pytest.fixture(scope="module")
def context() -> Context:
    return Context()


def findings(context: Context, *texts: str) -> list[Finding]:
    parts = [Part(content=n, name="text", kind="text", text=t) for n, t in enumerate(texts)]
    return context.detect(Scene(make_batch(parts)))


def labels(context: Context, text: str) -> set[str]:
    return {finding.label for finding in findings(context, text)}


@pytest.mark.parametrize(
    "text",
    [
        "قال المتحدث باسم المجلس إن البلدة هادئة",
        "وبحسب الباحثة فإن الجماعة ضعفت، وأضافت أن الخوف باقٍ",
        "قال الرجل «لن أترك بيتي أبدًا» ثم مضى",
        "تل الريحان – قال شاهد إن السوق فتح",
        "عين السروة (رويترز) - أعلنت الشرطة فتح الطريق",
        "A spokesman said the town was quiet",
        "According to the study the group is weak, he added",
        'The man said "I will never leave my house" and walked on',
        "TALL RAYHAN – A witness said the market was open",
        "ASHBY (Reuters) - Police announced the end of the siege",
        "Ashby, 3 May (AP) — Police announced the end of the siege",
    ],
)
def test_reported_speech_and_news_style_are_reporting(context: Context, text: str) -> None:
    assert "reporting" in labels(context, text)


@pytest.mark.parametrize(
    "text",
    [
        "قال لي أخي تعال إلى البيت",
        "He said come home",
        "«لن أترك بيتي أبدًا»",
        '"I will never leave my house"',
        "لم يقل ذلك ولم يؤكد شيئًا",
        "ما قال المتحدث شيئًا",
        "He never said so",
        "تل الريحان – مدينة جميلة على التل",
        "رويترز وكالة أنباء",
        "«قال المتحدث باسم المجلس إن البلدة هادئة بحسب الشرطة»",
        '"A spokesman said so, according to police"',
        "قال تعالى: «إن الله مع الصابرين دائمًا»",
        "The Prophet said: “make things easy for people”",
    ],
)
def test_a_lone_said_or_words_in_a_quoted_mouth_are_no_reporting(
    context: Context, text: str
) -> None:
    assert "reporting" not in labels(context, text)


def test_reporting_names_its_cues_and_shows_their_places(context: Context) -> None:
    text = "قال المتحدث باسم المجلس «إن البلدة كلها هادئة»"

    finding = next(f for f in findings(context, text) if f.label == "reporting")

    assert finding.cue == "said_ar, speaker_ar, quotation"
    assert [text[start:end] for start, end in finding.spans] == ["قال", "المتحدث باسم"]
    assert finding.detector == "context"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("كتب «هذا كلام طويل جدًّا» ومضى", ["هذا كلام طويل جدًّا"]),
        ('He wrote "these are many words" there', ["these are many words"]),
        ("> these are quoted words\nand these are not", ["these are quoted words"]),
        ("صحيفة «اللسان الطويل» صدرت", []),
        ('the film "Black Lantern" was long', []),
        ("«هذا كلام لم ينته بعد", []),
    ],
)
def test_a_quotation_is_three_words_or_more_between_matching_marks(
    context: Context, text: str, quoted: list[str]
) -> None:
    spans = [s for f in findings(context, text) if f.label == "quotation" for s in f.spans]

    assert [text[start:end].strip("> ") for start, end in spans] == quoted


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("ندين الهجوم على السوق", "condemnation"),
        ("We condemn the attack on the market", "condemnation"),
        ("تشير نتائج الدراسة إلى غير ذلك", "research"),
        ("This paper codes two hundred posts", "research"),
        ("قال تعالى: إن الله مع الصابرين", "scripture"),
        ("﴿إن الله مع الصابرين﴾", "scripture"),
        ("إن الله مع الصابرين (البقرة: 153)", "scripture"),
        ("Psalm 46:1 again", "scripture"),
        ("رحمه الله رحمة واسعة", "mourning"),
        ("So sorry for your loss", "mourning"),
        ("حساب ساخر لا أكثر", "satire"),
        ("A parody account", "satire"),
        ("رأيت بعيني ما فعلوا", "testimony"),
        ("I saw it with my own eyes", "testimony"),
    ],
)
def test_each_context_is_found_by_one_cue(context: Context, text: str, label: str) -> None:
    assert label in labels(context, text)


@pytest.mark.parametrize(
    "text",
    [
        "لا ندين ما فعلوا",
        "لم يدين أحد ما جرى",
        "We do not condemn it",
        "He refused to condemn it",
        "ليس هذا البحث جديدًا",
        "This is not a research paper",
        "هذا ليس خبرًا ساخرًا",
        "This is no parody",
        "«ندين الهجوم على السوق» كتبوا",
        '"we condemn the attack" they sang',
        "شهيد جهاد الخلافة هجوم",
        "martyr jihad caliphate attack",
        "",
    ],
)
def test_negated_or_quoted_cues_and_heavy_words_are_no_context(context: Context, text: str) -> None:
    assert labels(context, text) <= {"quotation"}


@pytest.mark.parametrize(
    "text",
    [
        "كتب «قال تعالى: إن الله مع الصابرين» على الجدار",
        'She wrote "Psalm 23:4 is my comfort" there',
        "كتبت «رأيت بعيني ما فعلوا بالسوق»",
        'They wrote "we are so sorry for your loss"',
    ],
)
def test_scripture_mourning_and_testimony_count_inside_a_quotation_too(
    context: Context, text: str
) -> None:
    assert labels(context, text) & {"scripture", "mourning", "testimony"}


def test_there_is_one_finding_of_a_label_for_each_text_and_spans_rise(context: Context) -> None:
    found = findings(context, "ندين هذا، ونستنكر ذاك، ونندد بغيره", "hello", "we condemn it")

    assert [(f.part, f.label) for f in found] == [(0, "condemnation"), (2, "condemnation")]
    spans = found[0].spans
    assert len(spans) == 3
    assert all(one[1] < two[0] for one, two in pairwise(spans))


def test_findings_of_context_are_labels_of_the_catalogue_that_only_lower(context: Context) -> None:
    text = "TALL RAYHAN – He said “we condemn every one of them”, according to a parody. Psalm 1:1"

    for finding in findings(context, text):
        assert LABELS[finding.label].kind == "context"


def test_parts_that_are_no_text_are_passed_over(context: Context) -> None:
    parts = [
        Part(content=0, name="file", kind="file", data=b"we condemn it"),
        Part(content=0, name="text", kind="text", text="we condemn it"),
    ]

    (finding,) = context.detect(Scene(make_batch(parts)))

    assert finding.part == 1


@pytest.mark.parametrize(
    "piece", ["لا ", "قال ", "ما قال ", "«", "﴿", '"', "(البقرة: ", "not said ", "– ("]
)
def test_a_hostile_repetition_is_read_to_its_end(context: Context, piece: str) -> None:
    findings(context, piece * 20_000)
