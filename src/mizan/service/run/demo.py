"""What `mizan demo` fills its desk with: people, a bank, and sixty items of the last hours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mizan.terms.time import now, shift

if TYPE_CHECKING:
    from mizan.engine.scan import Engine
    from mizan.service.intake.receiving import NewItem

ITEMS = "items.jsonl"
PEOPLE = (("rima", "lead", "ar"), ("omar", "reviewer", "ar"))  # name, role, language of the console
ACTOR, WHY = "cli:demo", "sample content"


def fill_desk(samples: Path, fill_bank: Callable[[Engine, Path], Any]) -> dict[str, str]:
    """Fill an empty desk; return, by name, the secret of each person's one-time link.

    samples    the folder of examples
    fill_bank  makes the sample bank
    """
    from django.db import connections

    from mizan.service.ground.engine import close, engine

    fill_bank(engine(), samples)
    close()
    hand_in(samples)
    links = _people()
    connections.close_all()
    return links


def _people() -> dict[str, str]:
    from mizan.service.people.changes import create_user, make_link

    told = {"actor": ACTOR, "why": WHY}
    return {
        name: make_link(
            user=create_user(name=name, role=role, skills=["ar", "en"], language=language, **told),
            **told,
        )
        for name, role, language in PEOPLE
    }


def hand_in(samples: Path) -> None:
    """Hand the sample items in, as if that had gone on for some hours."""
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.recording import recorded
    from mizan.service.intake.changes import receive
    from mizan.service.items.changes import mark

    lines = [json.loads(line) for line in (samples / ITEMS).read_text("utf-8").splitlines()]
    closed = sorted({one["surface"] for one in lines if not one["public"]})
    set_profile(closed_surfaces=closed, actor=ACTOR, why=WHY)  # among friends, in this sample
    receipts = receive(items=[_new(one, samples) for one in lines], actor=ACTOR, why=WHY)
    with recorded(actor=ACTOR, act="demo.dates", why=WHY, subject="items"):
        for one, receipt in zip(lines, receipts, strict=True):
            if receipt.error:
                raise receipt.error
            if receipt.item:
                mark([receipt.item.pk], received_at=shift(now(), minutes=-one["minutes_ago"]))


def _new(one: dict[str, Any], samples: Path) -> NewItem:
    """Return a line of the sample items as a service would hand it in; posted a minute before."""
    from mizan.service.intake.receiving import NewItem

    name, kind = one.get("file"), one["kind"]
    held = (samples / name).read_bytes() if name else b""
    text = held.decode("utf-8") if name and kind in {"text", "html"} else one.get("text")
    return NewItem(
        source=one["source"],
        external_id=one["external_id"],
        text=text if kind == "text" else None,
        html=text if kind == "html" else None,
        url=one.get("url") if kind == "url" else None,
        data=held if name and kind not in {"text", "html"} else None,
        name=name or "",
        surface=one["surface"],
        public=one["public"],
        author=one["author"] or "",
        thread=one["thread"] or "",
        reach=one["reach"],
        posted_at=shift(now(), minutes=-one["minutes_ago"] - 1),
    )
