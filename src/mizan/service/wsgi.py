"""The service as a WSGI application (PEP 3333), for granian."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application

from mizan.service.ground.parent import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mizan.service.settings")
_application = get_wsgi_application()


def _warm() -> None:
    from mizan.service.ground.engine import engine

    engine()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """Answer a request."""
    return _application(environ, start_response)


follow_parent()
threading.Thread(target=_warm, name="warm", daemon=True).start()  # the first check need not wait
