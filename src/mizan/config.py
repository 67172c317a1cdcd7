"""Where Mizan keeps things, and the limits it works within. Settings come from the environment."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mizan.errors import ConnectorError, KernelError, StoreError

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

MAX_TEXT_BYTES = 16 * 2**20  # largest text, HTML or JSON line; some 50 times that in memory
MAX_FILE_BYTES = 512 * 2**20  # largest file of another kind that is fingerprinted
BATCH = 1000  # contents scanned together


def data_folder(given: str | os.PathLike[str] | None = None) -> Path:
    """Return the data folder: `given`, else MIZAN_DATA, else the platform's user data folder."""
    if given:
        return Path(given)
    if named := os.environ.get("MIZAN_DATA"):
        return Path(named)
    folder = user_folder("data")
    if folder is None:
        raise StoreError(
            "this user has no home folder for the data",
            hint="name one with --data or MIZAN_DATA",
            code="store.no_folder",
        )
    return folder


def database_url(given: str | None = None) -> str | None:
    """Return the PostgreSQL database of the banks: `given`, else MIZAN_DATABASE_URL, else None.

    Without one the banks are a file in the data folder. StoreError store.bad_url, which does not
    quote the address: it may hold a password.
    """
    url = given or os.environ.get("MIZAN_DATABASE_URL", "")
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise StoreError(
            "the address of the database is not one of PostgreSQL",
            hint="write MIZAN_DATABASE_URL as postgresql://USER@HOST:PORT/DATABASE",
            code="store.bad_url",
        )
    return url or None


def anchor_file(folder: Path) -> Path:
    """Return where the service anchors its ledger: MIZAN_ANCHOR, else a file in the data folder."""
    named = os.environ.get("MIZAN_ANCHOR")
    return Path(named) if named else folder / "ledger.anchors"


def user_folder(kind: Literal["data", "cache", "config"]) -> Path | None:
    """Return this user's folder for Mizan's data, cache or configuration; None without a home."""
    import platformdirs

    folders = {
        "data": platformdirs.user_data_dir,
        "cache": platformdirs.user_cache_dir,
        "config": platformdirs.user_config_dir,
    }
    try:
        return Path(folders[kind]("mizan", appauthor=False))
    except RuntimeError:  # as of a container's user without an entry in the list of users
        return None


def fast_images() -> bool:
    """Tell whether MIZAN_FAST_IMAGES lets large JPEGs be hashed from a smaller decoding."""
    return os.environ.get("MIZAN_FAST_IMAGES", "") not in {"", "0"}


def webhook_allow() -> list[IPv4Network | IPv6Network]:
    """Return the networks of MIZAN_WEBHOOK_ALLOW, which webhooks may reach though not public.

    They stand with commas between: "10.1.2.0/24, ::1". ConnectorError connector.bad_allow.
    """
    from ipaddress import ip_network

    named = os.environ.get("MIZAN_WEBHOOK_ALLOW", "").split(",")
    try:
        return [ip_network(each.strip()) for each in named if each.strip()]
    except ValueError:
        raise ConnectorError(
            "MIZAN_WEBHOOK_ALLOW names something that is no network",
            hint="write networks with commas between, such as 10.1.2.0/24,10.9.8.7",
            code="connector.bad_allow",
            permanent=True,
        ) from None


def make_data_folder(folder: Path) -> Path:
    """Make the data folder (0700) when it is missing; StoreError when that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the data folder {folder} cannot be made: {error.strerror}",
            hint="name another with --data or MIZAN_DATA",
            code="store.no_folder",
        ) from None
    return folder


def kernel_cache() -> Path:
    """Return the private per-user folder of compiled kernels, made when missing.

    numba's cache holds machine code that is loaded as it is, so the folder must belong to this
    user and to nobody else: KernelError when another owns it or may write to it.
    """
    if named := os.environ.get("MIZAN_KERNEL_CACHE"):
        folder = Path(named)
    elif home := user_folder("cache"):
        folder = home / "kernels"
    else:
        raise KernelError(
            "this user has no home folder for compiled kernels",
            hint="name a private folder with MIZAN_KERNEL_CACHE",
            code="kernel.cache",
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise KernelError(
            f"the kernel cache {folder} cannot be made: {error.strerror}",
            hint="name a private folder with MIZAN_KERNEL_CACHE",
            code="kernel.cache",
        ) from None
    foreign = found.st_uid != os.getuid()
    if foreign or stat.S_IMODE(found.st_mode) & 0o022:
        raise KernelError(
            f"the kernel cache {folder} can be written by others",
            hint="remove it, or chmod 700 it if it is yours",
            code="kernel.cache",
        )
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider of OpenID Connect by which people of an organisation sign in."""

    issuer: str  # its address, as it stands in what it signs; no slash is added or taken away
    client: str  # how it calls this service
    secret: str = ""  # empty for a public client, which PKCE alone protects
    role: str = ""  # of people whom it knows and we do not; empty: they need an invitation


def provider() -> Provider | None:
    """Return the provider that MIZAN_OIDC_ISSUER and its like name; None where none does.

    StoreError store.no_file when the file of the secret cannot be read.
    """
    issuer, client = os.environ.get("MIZAN_OIDC_ISSUER"), os.environ.get("MIZAN_OIDC_CLIENT")
    if not issuer or not client:
        return None
    secret = os.environ.get("MIZAN_OIDC_SECRET", "")
    if file := os.environ.get("MIZAN_OIDC_SECRET_FILE"):
        try:
            secret = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise StoreError(
                f"the file {file} with the provider's secret cannot be read",
                hint="name a file that can be read with MIZAN_OIDC_SECRET_FILE",
                code="store.no_file",
            ) from None
    role = os.environ.get("MIZAN_OIDC_ROLE", "")
    return Provider(issuer=issuer, client=client, secret=secret, role=role)
