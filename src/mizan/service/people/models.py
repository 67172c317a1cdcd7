"""People and programs that use the desk."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Finds people by name. People are made by `people.changes.create_user` alone."""


class User(AbstractBaseUser):
    """Somebody who works at the desk. `name` is never told to those whose posts are judged."""

    name = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=16)  # of `people.rights.ROLES`
    skills = models.JSONField(default=list)  # BCP 47: languages and dialects read: ["ar", "en"]
    language = models.CharField(max_length=2, default="en")  # of the console: en, ar
    is_active = models.BooleanField(default=True)
    comfort = models.JSONField(default=dict)  # `mizan.casework.welfare.Comfort`, as given
    second_factor = models.BinaryField(null=True)  # sealed TOTP secret (RFC 6238)
    second_factor_step = models.BigIntegerField(default=0)  # last step used: none works twice
    recovery = models.JSONField(default=list)  # SHA-256 of unused recovery codes
    subject = models.CharField(max_length=255, null=True, unique=True)  # at the OIDC provider
    epoch = models.PositiveIntegerField(default=0)  # raised to end every session of the person
    created_at = models.DateTimeField()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """How the ledger calls this person."""
        return f"user:{self.name}"

    def get_session_auth_hash(self) -> str:
        """Return what a session is bound to: another password, role or epoch ends it."""
        bound = f"{self.epoch} {self.role} {self.password}"
        return salted_hmac("mizan.people.session", bound, algorithm="sha256").hexdigest()


class SignInLink(models.Model):
    """A link that lets one person in once, to set a password."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the link's secret
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Attempt(models.Model):
    """How often something was tried since a moment: to sign in by a name, from an address."""

    digest = models.CharField(max_length=64, primary_key=True)  # SHA-256 of kind and value
    since = models.DateTimeField()
    count = models.PositiveIntegerField()


class Token(models.Model):
    """What a program shows to the API. Only its digest is kept."""

    name = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256
    scopes = models.JSONField()  # of `people.rights.SCOPES`
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)  # the last day it was used

    @property
    def actor(self) -> str:
        """How the ledger calls this program."""
        return f"token:{self.name}"


class Exposure(models.Model):
    """How much graphic content a person uncovered on one day: for their own good, never a figure
    of performance. Leads see sums of a team only.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    day = models.DateField()
    items = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a person and day."""

        constraints = [models.UniqueConstraint(fields=["user", "day"], name="exposure_once")]


class Reading(models.Model):
    """That somebody read sensitive content: who, what, when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    item = models.BigIntegerField()  # number of the item; it may be erased since
    case = models.BigIntegerField(null=True)
    part = models.CharField(max_length=16)  # text, media, original
    at = models.DateTimeField()

    class Meta:
        """Found by time."""

        indexes = [models.Index(fields=["at"], name="reading_at")]
