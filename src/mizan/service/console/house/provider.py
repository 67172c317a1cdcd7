"""The provider of OpenID Connect: discovery, the address to send people to, what it says of them.

Code flow with PKCE (RFC 7636), state and nonce (OpenID Connect Core 1.0, section 3.1). What it
signs is checked with its own keys, and only with kinds of signature that need its private key.
Needs the extra `sso`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any, cast
from urllib.parse import urlsplit

from django.utils.crypto import constant_time_compare

from mizan.config import Provider, provider
from mizan.errors import DeskError, StoreError
from mizan.terms.time import now

SECONDS = 10  # for each answer of the provider
MOST_BYTES = 2**20  # of an answer
LEEWAY = 60  # seconds that its clock may be off
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
SUBJECT = 255  # characters kept of issuer and subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whom the provider has let in."""

    subject: str  # issuer and `sub`: who it is, for ever
    name: str  # as the provider calls them; "" when it does not say


def is_ready() -> bool:
    """Tell whether people can sign in by a provider: it is named, and the extra is installed."""
    try:
        named = provider() is not None
    except StoreError:
        return False
    return named and bool(find_spec("authlib") and find_spec("requests"))


def the_provider() -> Provider:
    """Return the provider. DeskError desk.no_provider when there is none, or no extra."""
    found = provider()
    if found is None:
        raise failed("no provider is named", hint="set MIZAN_OIDC_ISSUER and MIZAN_OIDC_CLIENT")
    if not is_ready():
        raise failed("signing in by a provider needs more", hint="pip install 'mizan[sso]'")
    return found


def begin(one: Provider, back: str) -> tuple[str, dict[str, str]]:
    """Return where to send a person, and what to remember of it until they come back."""
    from authlib.common.security import generate_token

    kept = {"nonce": generate_token(40), "verifier": generate_token(64), "back": back}
    with _session(one, back) as session:
        url, state = session.create_authorization_url(
            _discovered(one)["authorization_endpoint"],
            code_verifier=kept["verifier"],
            nonce=kept["nonce"],
        )
    return url, {**kept, "state": state}


def finish(one: Provider, kept: dict[str, str], given: dict[str, str]) -> Known:
    """Exchange what a person brought back, and return who they are. DeskError desk.no_provider."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests.exceptions import RequestException

    if not constant_time_compare(kept.get("state", ""), given.get("state", "-")):
        raise failed("the answer belongs to another sign-in")
    if "code" not in given:
        raise failed("the provider let nobody in")
    try:
        with _session(one, kept["back"]) as session:
            token = session.fetch_token(
                _discovered(one)["token_endpoint"],
                code=given["code"],
                code_verifier=kept["verifier"],
                timeout=SECONDS,
                allow_redirects=False,
            )
        return _known(one, str(token.get("id_token", "")), kept["nonce"])
    except (AuthlibBaseError, JoseError, RequestException, ValueError) as error:
        raise failed(f"the provider's answer does not hold: {type(error).__name__}") from None


def failed(why: str, *, hint: str = "try again; the log says more") -> DeskError:
    """Return the error for a provider that did not let somebody in."""
    return DeskError(why, hint=hint, code="desk.no_provider")


def _known(one: Provider, written: str, nonce: str) -> Known:
    from joserfc import jwt
    from joserfc.jwk import KeySet

    keys = KeySet.import_key_set(cast("Any", _fetched(_discovered(one)["jwks_uri"])))
    claims = jwt.decode(written, keys, algorithms=SIGNATURES).claims
    rules = jwt.JWTClaimsRegistry(
        now=int(now().timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": one.issuer},
        aud={"essential": True, "value": one.client},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    rules.validate(claims)
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", one.client) != one.client or (several and "azp" not in claims):
        raise failed("the provider's answer is for somebody else")
    subject = f"{one.issuer} {claims['sub']}"
    if not isinstance(claims["sub"], str) or len(subject) > SUBJECT:
        raise failed("the provider calls the person by something too long")
    return Known(subject=subject, name=_name(claims))


def _name(claims: dict[str, Any]) -> str:
    said = str(claims.get("preferred_username") or claims.get("name") or "")
    return re.sub(r"[^\w.@-]+", "-", said).strip("-")[:64]


def _discovered(one: Provider) -> dict[str, Any]:
    """Return what the provider says of itself (OpenID Connect Discovery 1.0)."""
    found = _fetched(one.issuer.rstrip("/") + "/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != one.issuer or not all(_is_safe(found.get(name)) for name in needed):
        raise failed(
            "the provider calls itself by another name, or has addresses without https",
            hint="MIZAN_OIDC_ISSUER must be the issuer to the letter",
        )
    return found


def _fetched(url: str) -> dict[str, Any]:
    import requests

    if not _is_safe(url):
        raise failed("the provider's address has no https", hint="see MIZAN_OIDC_ISSUER")
    try:
        answer = requests.get(url, timeout=SECONDS, allow_redirects=False, stream=True)
        with answer:
            data = answer.raw.read(MOST_BYTES + 1, decode_content=True)
            if answer.status_code != 200 or len(data) > MOST_BYTES:
                raise failed("the provider does not answer as it should")
            found: Any = json.loads(data)
    except (requests.exceptions.RequestException, ValueError, OSError) as error:
        raise failed(f"the provider cannot be reached: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise failed("the provider does not answer as it should")
    return found


def _is_safe(url: Any) -> bool:
    """Tell whether nobody on the way can read along: https, or this machine itself."""
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    if parts.scheme == "https" and parts.hostname:
        return True
    try:
        return parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.scheme == "http" and parts.hostname == "localhost"


def _session(one: Provider, back: str) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        one.client,
        one.secret or None,
        scope="openid profile",
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if one.secret else "none",
    )
