"""Mizan (ميزان, the scale): finds terrorist content on your own service and leaves the rest up.

from mizan import Content, open_engine

with open_engine("data") as engine:
    verdict = engine.scan(Content(id="1", text="..."))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mizan.errors import MizanError
from mizan.terms.content import Content
from mizan.terms.finding import Finding
from mizan.terms.verdict import Verdict

if TYPE_CHECKING:
    from mizan.engine.build import open_engine
    from mizan.engine.scan import Engine

__all__ = ["Content", "Engine", "Finding", "MizanError", "Verdict", "open_engine"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the engine when it is first asked for, so that `import mizan` costs nothing."""
    if name == "open_engine":
        from mizan.engine.build import open_engine

        return open_engine
    if name == "Engine":
        from mizan.engine.scan import Engine

        return Engine
    raise AttributeError(f"module 'mizan' has no attribute {name!r}")
