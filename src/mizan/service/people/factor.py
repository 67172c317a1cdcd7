"""The second factor: codes of an authenticator program (TOTP, RFC 6238), and recovery codes.

Pure: it is handed the moment. What is kept and forgotten is in `people.own_changes`.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from hashlib import sha256

import pyotp

from mizan.terms.time import Moment

PERIOD = 30  # seconds of a step, RFC 6238 section 4.1
DRIFT = 1  # steps that a clock may be off, either way
RECOVERY_CODES = 10
RECOVERY_BYTES = 10  # 80 bits: 16 letters and digits
ISSUER = "Mizan"


def new_secret() -> str:
    """Return a new secret: 160 bits in base32."""
    return pyotp.random_base32()


def address(name: str, secret: str) -> str:
    """Return the otpauth address that an authenticator program reads."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: Moment) -> int | None:
    """Return the step a code belongs to, around a moment; None for a wrong code."""
    here = int(at.timestamp()) // PERIOD
    given = plain(code).encode()
    totp = pyotp.TOTP(secret, interval=PERIOD)
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):  # all of them: the time taken tells nothing
        if hmac.compare_digest(totp.generate_otp(step).encode(), given):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Return new recovery codes, four groups of four letters and digits each."""
    written = (
        base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()
        for _ in range(RECOVERY_CODES)
    )
    return ["-".join(one[at : at + 4] for at in range(0, len(one), 4)) for one in written]


def recovery_digest(code: str) -> str:
    """Return what is kept of a recovery code, which is itself random: SHA-256."""
    return sha256(plain(code).encode()).hexdigest()


def plain(code: str) -> str:
    """Return a code as it was meant: Latin digits, capitals, without blanks and dashes."""
    kept = (one for one in code.upper() if one.isalnum())
    return "".join(str(int(one)) if one.isdecimal() else one for one in kept)
