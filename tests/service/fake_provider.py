"""A provider of OpenID Connect over a real socket: discovery, keys, codes, tokens signed RS256."""

from __future__ import annotations

import base64
import json
import secrets
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from mizan.terms.time import now

CLIENT, SECRET = "mizan-desk", "client secret"


@dataclass
class FakeProvider:
    """Lets in whoever `claims` names; `claims` may say anything else instead of what is right."""

    subject: str = "person-1"
    claims: dict[str, Any] = field(default_factory=dict)  # laid over those that are right
    other_key: bool = False  # sign with a key that it does not publish
    algorithm: str = "RS256"

    def __post_init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.stranger = RSAKey.generate_key(2048, {"kid": "one"})
        self.codes: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> FakeProvider:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Let the person in at once; return where to send them back."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Exchange a code, once, for whoever shows the secret and the verifier."""
        asked = self.codes.pop(given.get("code", ""), None)
        wanted = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        plain = "Basic " + base64.b64encode(f"{CLIENT}:client%20secret".encode()).decode()
        plus = "Basic " + base64.b64encode(f"{CLIENT}:client+secret".encode()).decode()
        if authorization not in {wanted, plain, plus}:
            return 401, {"error": "invalid_client"}
        digest = sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if given["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.signed(asked["nonce"]),
        }

    def signed(self, nonce: str) -> str:
        moment = int(now().timestamp())
        right = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 300,
            "nonce": nonce,
            "preferred_username": "dana",
        }
        header = {"alg": self.algorithm, "kid": "one"}
        key = self.stranger if self.other_key else self.key
        claims = {name: value for name, value in {**right, **self.claims}.items() if value != ""}
        if self.algorithm == "none":
            parts = [header, claims]
            coded = [base64.urlsafe_b64encode(json.dumps(p).encode()).decode() for p in parts]
            return ".".join(one.rstrip("=") for one in coded) + "."
        return jwt.encode(header, claims, key)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/authorize":
                    asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(asked))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                pages = {
                    "/.well-known/openid-configuration": provider.discovery,
                    "/keys": provider.keys,
                }
                self._answer(200, pages[parts.path]())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: one[0] for name, one in parse_qs(body).items()}
                self._answer(*provider.token(given, self.headers.get("Authorization", "")))

            def _answer(self, status: int, said: dict[str, Any]) -> None:
                data = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
