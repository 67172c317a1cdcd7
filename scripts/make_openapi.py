"""Writes docs/reference/openapi.json, the description of the API, as the service gives it.

    .venv/bin/python scripts/make_openapi.py            # write
    .venv/bin/python scripts/make_openapi.py --check    # write nothing; status 1 when it is old

What it writes is made over an empty data folder, which is thrown away.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "openapi.json"


def described() -> str:
    """Return the description as JSON, made over an empty data folder."""
    from mizan.service.setup import set_up

    with TemporaryDirectory() as folder:
        set_up(Path(folder))
        from mizan.service.api.app import api

        found = api.get_openapi_schema()
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def main() -> int:
    """Write, or check."""
    now = described()
    if PAGE.is_file() and PAGE.read_text("utf-8") == now:
        return 0
    if "--check" in sys.argv:
        print("docs/reference/openapi.json is old: run scripts/make_openapi.py")
        return 1
    PAGE.write_text(now, "utf-8")
    print("wrote docs/reference/openapi.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
