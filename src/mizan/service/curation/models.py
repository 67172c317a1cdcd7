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


class Proposal(models.Model):
    """A change that waits for a second person, or for the delay that stands in for one."""

    deed = models.CharField(max_length=24)  # entry.add, rules.publish, ...
    payload = models.JSONField()  # what is to be done; values of fingerprints in hex, no content
    why = models.TextField()
    state = models.CharField(max_length=10, default="waiting")  # waiting, done, refused, withdrawn
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
        """Found by subject."""

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
