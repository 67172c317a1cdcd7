"""Who calls: a token in the header, with the scope that the address asks for."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from mizan.errors import DeskError
from mizan.service.api.limiter import misses
from mizan.service.people import queries
from mizan.service.people.changes import note_use
from mizan.service.people.models import Token
from mizan.service.people.rights import Scope


class NeedsToken(HttpBearer):
    """Asks for `Authorization: Bearer TOKEN` (RFC 6750) with one scope; 401 without, 403 else."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """Return the token in force. DeskError desk.no_token, desk.no_scope, desk.busy."""
        return admitted(request, token, self.scope)


def token_for(request: HttpRequest, scope: Scope) -> Token:
    """Return the token of a plain view's request. DeskError as `admitted`."""
    kind, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "bearer":
        raise no_token()
    return admitted(request, secret, scope)


def admitted(request: HttpRequest, secret: str, scope: Scope) -> Token:
    """Return the token that a secret stands for, if it is in force and has the scope."""
    found = queries.token_of(secret.strip())
    if found is None:
        misses.note(request.META.get("REMOTE_ADDR", ""))
        raise no_token()
    if scope not in found.scopes:
        raise DeskError(
            f"this token lacks the scope {scope}",
            hint="make one that has it",
            code="desk.no_scope",
        )
    note_use(found)
    return found


def no_token() -> DeskError:
    """Return the error for a request without a token in force."""
    return DeskError(
        "this needs a token",
        hint="send Authorization: Bearer TOKEN; `mizan token create` makes one",
        code="desk.no_token",
    )


def actor_of(request: HttpRequest) -> str:
    """Return how the ledger calls the program of a request that `NeedsToken` let in."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return token.actor
