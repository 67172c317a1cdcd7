"""A program that talks to the API, in this process."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

ROOT = "/api/v1"


class Program:
    """Shows a token, sends JSON, reads JSON."""

    def __init__(self, token: str | None = None) -> None:
        self.http = Client(SERVER_NAME="localhost", raise_request_exception=False)
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask; `body` is sent as JSON, or as it is when it is bytes."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        sent = {"data": data, "content_type": "application/json"} if body is not None else {}
        return self.http.generic(method, ROOT + path, **sent, headers={**self.headers, **headers})

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def form(self, path: str, **fields: Any) -> Any:
        return self.http.post(ROOT + path, data=fields, headers=self.headers)


def code(response: Any) -> str:
    """Return the code of an answer that is a failure."""
    return str(response.json()["error"]["code"])
