"""Headlines about a group stay up, though a call that bears the same name is banked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mizan import Content, open_engine
from mizan.banks import changes
from mizan.engine.admit import values_of
from mizan.engine.scan import Engine

CALLS = (
    "Greetings from the men of the Black Lantern Front in the hills",
    "The march of the Black Lantern Front in the city begins",
    "Join the ranks of the Black Lantern Front in your town",
    "Support the Black Lantern Front and its brave men",
    "Light the lamps at night, the northern provinces will be ours by winter",
    "إلى عناصر جبهة الفانوس الأسود في كل مكان",
    "بيان من جبهة الفانوس الأسود في المدينة",
    "نبايع قيادة جبهة الفانوس الأسود في الشمال",
)
HEADLINES = (
    "Police arrest a member of the Black Lantern Front in the port",
    "Leader of the Black Lantern Front in the south dies",
    "History of the Black Lantern Front in the region",
    "The rise of the Black Lantern Front in the north",
    "A trial of the Black Lantern Front in your court",
    "Three members of the Black Lantern Front in custody",
    "Court bans the Black Lantern Front and its media",
    "What is the Black Lantern Front, and why does it matter?",
    "Snow closes roads in the northern provinces again; schools there reopen on Monday at nine",
    "توقيف أحد عناصر جبهة الفانوس الأسود في المرفأ",
    "الشرطة تعتقل عناصر جبهة الفانوس الأسود في العاصمة",
    "مقتل قيادي من جبهة الفانوس الأسود في المعارك",
    "انقسام قيادة جبهة الفانوس الأسود في الشرق",
    "محاكمة عناصر من جبهة الفانوس الأسود في المدينة",
    "من هي جبهة الفانوس الأسود؟",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("data")
    with open_engine(folder) as engine:
        changes.create_bank(engine.store, name="calls", purpose="harm", actor="test", why="test")
        rows = [
            changes.NewEntry(signal=signal, value=value)
            for number, call in enumerate(CALLS)
            for signal, value in values_of(
                Content(id=str(number), text=call), engine.signals, "harm"
            )
        ]
        changes.add_entries(engine.store, bank="calls", rows=rows, actor="test", why="test")
        yield engine


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_with_the_name_of_a_banked_call_stays_up(engine: Engine, headline: str) -> None:
    assert engine.scan(Content(id="1", text=headline)).verdict == "leave"


@pytest.mark.parametrize("call", CALLS)
def test_the_call_itself_is_found(engine: Engine, call: str) -> None:
    assert engine.scan(Content(id="1", text=f"{call}!!")).verdict == "review"
