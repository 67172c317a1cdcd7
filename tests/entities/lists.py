"""Lists in the shapes of their publishers, with invented names only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path


def entity(
    reference: str,
    name: str,
    *,
    regime: str = "Al-Qaida",
    original: str = "",
    aliases: Iterable[tuple[str, str]] = (),
    country: str = "Xanadu",
    listed: str = "2020-01-02",
    tag: str = "ENTITY",
) -> str:
    """Return one entry as the UN writes it, empty alias nodes and comments among them."""
    names = "".join(
        f"<{tag}_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{text}</ALIAS_NAME></{tag}_ALIAS>"
        for quality, text in aliases
    )
    own = f"<NAME_ORIGINAL_SCRIPT>{original}</NAME_ORIGINAL_SCRIPT>" if original else ""
    return (
        f"<{tag}><DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>{name}</FIRST_NAME>"
        f"<UN_LIST_TYPE>{regime}</UN_LIST_TYPE><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>"
        f"<LISTED_ON>{listed}</LISTED_ON>{own}<COMMENTS1>see QDe.999</COMMENTS1>"
        f"<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>"
        f"<LAST_DAY_UPDATED><VALUE>2021-03-04</VALUE><VALUE>2022-03-04</VALUE></LAST_DAY_UPDATED>"
        f"{names}<{tag}_ALIAS><QUALITY/><ALIAS_NAME/></{tag}_ALIAS>"
        f"<{tag}_ADDRESS><COUNTRY>{country}</COUNTRY></{tag}_ADDRESS></{tag}>"
    )


def un(*entries: str, generated: str = "2024-05-01T00:00:09.554Z", persons: str = "") -> str:
    """Return a consolidated list."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' dateGenerated="{generated}"><INDIVIDUALS>{persons}</INDIVIDUALS>'
        f"<ENTITIES>{''.join(entries)}</ENTITIES></CONSOLIDATED_LIST>"
    )


LANTERN = entity(
    "QDe.901",
    "BLACK LANTERN FRONT (BLF)",
    original="جبهة الفانوس الأسود",
    aliases=[
        ("a.k.a.", "Order of the Last Light"),
        ("f.k.a.", "Society of the First Lamp"),
        ("a.k.a.", "LAMPS"),
        ("a.k.a.", "Hay’at al-Misbah (HAM) (هيئة المصباح البعيد ؛ رابطة المصباح البعيد)"),
    ],
)
HARBOUR = entity("TAe.902", "Silent Harbour Brigade", regime="Taliban", country="")
BANK = entity("KPe.903", "Bank of the Far Coast", regime="DPRK")
PERSON = entity("QDi.904", "Nobody", tag="INDIVIDUAL").replace(
    "<UN_LIST_TYPE>", "<SECOND_NAME>Of Anywhere</SECOND_NAME><UN_LIST_TYPE>"
)
CLUSTER = {
    "name": "Seaside Listed Entities",
    "type": "seaside-listed-entities",
    "version": 3,
    "values": [
        {
            "value": "Silent Harbour Brigade (SHB)",
            "uuid": "3f1cbe5e-0000-4000-8000-000000000001",
            "description": "not read",
            "meta": {
                "id": "7",
                "published": "2019-01-02",
                "updated": "Not yet reviewed",
                "summary": "Brigade of the Silent Harbour Quay; SHBX, Harbour Men and Quay Men",
            },
        },
        {
            "value": "Copper Gate League",
            "uuid": "3f1cbe5e-0000-4000-8000-000000000002",
            "meta": {"synonyms": ["Copper Gate Union", "رابطة بوابة النحاس"], "country": "XB"},
        },
    ],
}
TABLE = (
    "reference,name,aliases,original,kind,countries,listed_on\n"
    "A-1,Black Lantern Front,Order of the Last Light; BLF,جبهة الفانوس الأسود,,XA;XB,2020-01-02\n"
    "A-2,Somebody Unknown,,,person,,\n"
)


def write(folder: Path, name: str, content: str | bytes | dict[str, object]) -> Path:
    """Write a list and return where."""
    path = folder / name
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
