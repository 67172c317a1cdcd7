"""Where a request comes from, and where it may lead: addresses that a stranger may have written."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

NOWHERE = "0.0.0.0"  # noqa: S104 - nobody listens there
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


def address_of(request: HttpRequest) -> str:
    """Return the address of who asks; behind a proxy that speaks TLS, as that proxy saw it.

    It is an IP address always, NOWHERE where none can be read: databases refuse anything else.
    """
    seen = str(request.META.get("REMOTE_ADDR") or "")
    if settings.MIZAN_HTTPS:
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    try:
        return str(ip_address(seen.partition("%")[0]))
    except ValueError:
        return NOWHERE


def is_local(request: HttpRequest) -> bool:
    """Tell whether somebody sits at the machine itself: nothing of the way is anybody else's."""
    if settings.MIZAN_HTTPS or "X-Forwarded-For" in request.headers:
        return False
    host = request.get_host()
    name = host[: host.index("]") + 1] if host.startswith("[") else host.partition(":")[0]
    return name in LOCAL_HOSTS and ip_address(address_of(request)).is_loopback


def own_path(wanted: str) -> str:
    """Return a path of this service; "/" for anything that leads, or might lead, elsewhere."""
    own = wanted.startswith("/") and wanted.isprintable()
    return wanted if own and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
