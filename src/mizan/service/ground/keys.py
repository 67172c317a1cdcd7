"""Keys: one master secret in a private file, and what is derived from it.

It lies outside the database, so that a copy of the database alone opens nothing.
"""

from __future__ import annotations

import os
import secrets
import stat
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mizan.errors import StoreError

KEY_BYTES = 32
NONCE_BYTES = 12  # AES-GCM, NIST SP 800-38D
FILE = "service.key"


def key_path(folder: Path) -> Path:
    """Return where the master secret lies: MIZAN_SERVICE_KEY, else in the data folder."""
    named = os.environ.get("MIZAN_SERVICE_KEY")
    return Path(named) if named else folder / FILE


@cache
def master(path: Path) -> bytes:
    """Return the master secret, made (0600) when it is missing. StoreError store.bad_key."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_hex(KEY_BYTES) + "\n")
        try:
            os.link(fresh, path)  # whole, and never over one that is there
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    except OSError as error:
        if not path.exists():
            raise _refused(path, f"cannot be made: {error.strerror}") from None
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise _refused(path, "cannot be read") from None
    if len(key) != KEY_BYTES or mode & 0o077:
        raise _refused(path, "is no key, or can be read by others")
    return key


def _refused(path: Path, fault: str) -> StoreError:
    return StoreError(
        f"the key of the service {path} {fault}",
        hint=f"restore it ({2 * KEY_BYTES} hex digits), chmod 600 it, or name another place with"
        " MIZAN_SERVICE_KEY; without it, sealed secrets stay sealed",
        code="store.bad_key",
    )


def derived(path: Path, purpose: str) -> bytes:
    """Return 32 bytes for one purpose (HKDF with SHA-256, RFC 5869)."""
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return kdf.derive(master(path))


def seal(plain: bytes, *, about: str) -> bytes:
    """Encrypt with AES-GCM. `about` says what it is; it opens as nothing else."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_sealing()).encrypt(nonce, plain, about.encode())


def unseal(sealed: bytes, *, about: str) -> bytes:
    """Decrypt what `seal` gave. StoreError store.sealed when key or `about` is another."""
    nonce, rest = bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:])
    try:
        return AESGCM(_sealing()).decrypt(nonce, rest, about.encode())
    except (InvalidTag, ValueError):
        raise StoreError(
            f"a sealed secret ({about.partition(':')[0]}) does not open with this key",
            hint="restore the service key that belongs to this database, or enter the secret anew",
            code="store.sealed",
        ) from None


def _sealing() -> bytes:
    from django.conf import settings

    return derived(key_path(settings.MIZAN_DATA), "sealing 1")
