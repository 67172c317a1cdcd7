"""What is looked at again, blind, and what it came to."""

from __future__ import annotations

from django.db import models

from mizan.service.cases.models import Decision
from mizan.service.items.models import Item
from mizan.service.people.models import User


class Golden(models.Model):
    """A decided item whose right answer a lead knows, for others to answer without knowing it."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="golden")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="golden")
    lang = models.CharField(max_length=8)
    expected = models.CharField(max_length=16)  # `mizan.terms.decision.DecisionKind`
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class Blind(models.Model):
    """One blind look at a decided item. It never acts; it is compared, and that is all."""

    kind = models.CharField(max_length=8)  # audit, golden
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="blinds")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="blinds")
    golden = models.ForeignKey(Golden, on_delete=models.PROTECT, null=True, related_name="blinds")
    lang = models.CharField(max_length=8)
    dialect = models.CharField(max_length=8, default="und")
    expected = models.CharField(max_length=16)  # what was decided, or what is right
    month = models.CharField(max_length=7)  # 2026-11, of the choice
    share = models.FloatField(null=True)  # of an audit: the share that was being chosen
    at = models.DateTimeField()
    until = models.DateTimeField()  # when it is given up
    assigned = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="blinds")
    assigned_until = models.DateTimeField(null=True)
    answered = models.CharField(max_length=16, default="")  # DecisionKind
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)  # answered, or given up

    class Meta:
        """A decision is audited once; a person answers a golden item once."""

        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(kind="audit"), name="audit_once"
            ),
            models.UniqueConstraint(
                fields=["golden", "assigned"],
                condition=models.Q(kind="golden"),
                name="golden_once",
            ),
        ]
        indexes = [models.Index(fields=["closed_at", "until"], name="blind_open")]
