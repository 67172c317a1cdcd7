"""Changes of the second factor. A code works once: its step is kept, and no earlier one counts."""

from __future__ import annotations

from mizan.errors import DeskError
from mizan.service.ground.keys import seal, unseal
from mizan.service.ground.recording import recorded
from mizan.service.people import factor
from mizan.service.people.models import User
from mizan.terms.time import now


def enrol(*, user: User, secret: str, code: str) -> list[str]:
    """Set up a second factor with a code that proves it works; return the recovery codes.

    They are shown once. DeskError desk.bad_code; desk.has_factor where there is one already.
    """
    with recorded(
        actor=user.actor, act="user.factor", why="set up", subject=f"user/{user.name}"
    ) as line:
        found = _locked(user)
        if found.second_factor is not None:
            raise DeskError(
                "there is a second factor already",
                hint="take it away first, with one of its codes",
                code="desk.has_factor",
            )
        step = factor.step_of(secret, code, now())
        if step is None:
            raise bad_code()
        codes = factor.new_recovery_codes()
        found.second_factor = seal(secret.encode(), about=_about(found))
        found.second_factor_step = step
        found.recovery = [factor.recovery_digest(one) for one in codes]
        found.save(update_fields=["second_factor", "second_factor_step", "recovery"])
        line.detail = {"recovery": len(codes)}
    return codes


def use_code(*, user: User, code: str) -> str:
    """Use up a code; return which way it was: "code" or "recovery". DeskError desk.bad_code."""
    with recorded(
        actor=user.actor, act="user.recovery", why="used a code", subject=f"user/{user.name}"
    ) as line:
        found = _locked(user)
        if found.second_factor is None or not found.is_active:
            raise bad_code()
        secret = unseal(bytes(found.second_factor), about=_about(found)).decode()
        step = factor.step_of(secret, code, now())
        if step is not None and step > found.second_factor_step:
            found.second_factor_step = step
            found.save(update_fields=["second_factor_step"])
            line.skip()
            return "code"
        digest = factor.recovery_digest(code)
        if digest not in found.recovery:
            raise bad_code()
        found.recovery = [one for one in found.recovery if one != digest]
        found.save(update_fields=["recovery"])
        line.detail = {"left": len(found.recovery)}
    return "recovery"


def renew_recovery(*, user: User, code: str) -> list[str]:
    """Return new recovery codes, which end the old ones. DeskError desk.bad_code."""
    with recorded(
        actor=user.actor, act="user.factor", why="new recovery codes", subject=f"user/{user.name}"
    ):
        use_code(user=user, code=code)
        codes = factor.new_recovery_codes()
        digests = [factor.recovery_digest(one) for one in codes]
        User.objects.filter(pk=user.pk).update(recovery=digests)
    return codes


def drop_factor(*, user: User, code: str) -> None:
    """Take one's own second factor away, with one of its codes. DeskError desk.bad_code."""
    with recorded(
        actor=user.actor, act="user.factor", why="taken away", subject=f"user/{user.name}"
    ):
        use_code(user=user, code=code)
        clear(user)


def reset_factor(*, user: User, actor: str, why: str) -> None:
    """Take somebody's second factor away, for whom it is lost; their sessions end."""
    with recorded(actor=actor, act="user.factor", why=why, subject=f"user/{user.name}"):
        clear(_locked(user), end_sessions=True)


def clear(user: User, *, end_sessions: bool = False) -> None:
    """Forget a second factor."""
    epoch = user.epoch + int(end_sessions)
    User.objects.filter(pk=user.pk).update(second_factor=None, recovery=[], epoch=epoch)


def bad_code() -> DeskError:
    """Return the error for a code that does not count; it does not say why."""
    return DeskError(
        "this code is wrong, or was used already",
        hint="wait for the next one and check the clock of your device, or use a recovery code",
        code="desk.bad_code",
    )


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _about(user: User) -> str:
    return f"second factor:{user.pk}"
