"""What the desk keeps about banks, entries and rules, beside the bank store itself."""

from __future__ import annotations

from django.db import models

from mizan.service.cases.models import Case
from mizan.service.people.models import User


class EntryOrigin(models.Model):
    """From which case an entry was made, so that a reversal can withdraw it."""

    bank = models.CharField(max_length=64)
    entry = models.BigIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Found by entry."""

        indexes = [models.Index(fields=["bank", "entry"], name="origin_entry")]
        constraints = [
            models.UniqueConstraint(fields=["bank", "entry", "case"], name="origin_once")
        ]


class Proposal(models.Model):
    """A change that waits for a second person, or for the delay that stands in for one."""

    deed = models.CharField(max_length=24)  # entry.add, entry.confirm, entry.enable, bank.set, ...
    payload = models.JSONField()  # what is to be done; values of fingerprints in hex, no content
    why = models.TextField()
    state = models.CharField(
        max_length=10, default="waiting"
    )  # waiting, done, refused, withdrawn, failed
    fault = models.CharField(max_length=64, default="")  # code of what kept it from being done
    by = models.CharField(max_length=80)  # actor
    at = models.DateTimeField()
    second = models.CharField(max_length=80, default="")
    release_at = models.DateTimeField(null=True)  # solo: when it takes force by itself
    single_person = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)


class EntryDay(models.Model):
    """How often an entry matched on one day."""

    bank = models.CharField(max_length=64)
    entry = models.BigIntegerField()
    day = models.DateField()
    matches = models.PositiveIntegerField(default=0)

    class Meta:
        """One row an entry and day."""

        constraints = [
            models.UniqueConstraint(fields=["bank", "entry", "day"], name="entry_day_once")
        ]


class Hold(models.Model):
    """A rule or an entry that is on review-only: it opens cases and never acts.

    subject  "rule/NAME", or "bank/NAME/ENTRY"
    """

    subject = models.CharField(max_length=160)
    cause = models.CharField(max_length=16)  # flood, breaker, reversals, person
    why = models.TextField(default="")
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, default="")

    class Meta:
        """Found by subject; one of a cause at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["subject", "cause"],
                condition=models.Q(lifted_at=None),
                name="hold_once",
            )
        ]
        indexes = [models.Index(fields=["subject", "lifted_at"], name="hold_subject")]


class RuleDay(models.Model):
    """What a rule did on one day."""

    rule = models.CharField(max_length=64)
    day = models.DateField()
    fired = models.PositiveIntegerField(default=0)
    acted = models.PositiveIntegerField(default=0)  # without a person
    removed = models.PositiveIntegerField(default=0)  # cases of it that led to a restriction
    reversed = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a rule and day."""

        constraints = [models.UniqueConstraint(fields=["rule", "day"], name="rule_day_once")]


class RulesVersion(models.Model):
    """A rules file as it was saved. `live` is the one in force, `shadow` is tried beside it."""

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default="draft")  # draft, shadow, live, retired
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    why = models.TextField(default="")
    override = models.TextField(default="")  # why it may hit what must stay up
    at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)


class ShadowDay(models.Model):
    """What a draft on trial beside the live rules would have said on one day."""

    version = models.ForeignKey(RulesVersion, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    rule = models.CharField(max_length=64, default="")  # of the draft, that raised; empty for none
    live = models.CharField(max_length=8)  # what the live rules said: leave, review, act
    level = models.CharField(max_length=8)  # what the draft would have said
    items = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a day and kind of answer."""

        constraints = [
            models.UniqueConstraint(
                fields=["version", "day", "rule", "live", "level"], name="shadow_day_once"
            )
        ]
