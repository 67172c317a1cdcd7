"""Cases. History is events; the columns of a case are what the events come to."""

from __future__ import annotations

from django.db import models

from mizan.service.items.models import Item
from mizan.service.people.models import User


class Case(models.Model):
    """What belongs together and is decided together.

    `state` is the projection of its events by `mizan.casework.states`; `weight` is severity x
    confidence, stored, so that the order of the queue can be read off the row.
    """

    state = models.CharField(max_length=9, default="open")  # `mizan.terms.case.CaseState`
    origin = models.CharField(max_length=8)  # verdict, report, retro, manual, requeue, appeal
    queue = models.CharField(max_length=16)  # ar, en, other: who reads it
    lang = models.CharField(max_length=8, default="und")
    dialect = models.CharField(max_length=8, default="und")
    labels = models.JSONField(default=list)  # of the findings, most weighty first
    severity = models.SmallIntegerField(default=0)  # 0..3
    confidence = models.FloatField(default=0.0)  # 0..1
    weight = models.FloatField(default=0.0)
    reach = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    group = models.CharField(max_length=80, default="")  # "bank/entry" that its items share
    alone = models.BooleanField(default=False)  # something speaks for it: nothing joins by entry
    relation = models.CharField(max_length=8, default="unknown")  # of a claimed attack to the group
    threat_at = models.DateTimeField(null=True)  # a threat to life was reported
    about = models.ForeignKey(  # the decision that was appealed against; the case is its appeal
        "Decision", on_delete=models.PROTECT, null=True, related_name="appeal_cases"
    )
    lead = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    claimed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="claims"
    )
    claimed_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """The queue's own order."""

        indexes = [
            models.Index(fields=["state", "due_at", "-weight", "-reach", "id"], name="case_queue"),
            models.Index(fields=["group"], name="case_group"),
        ]


class CaseItem(models.Model):
    """An item of a case, and why it belongs there."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="memberships")
    because = models.CharField(max_length=8)  # lead, same, near, campaign, report
    at = models.DateTimeField()

    class Meta:
        """An item is in a case once."""

        constraints = [models.UniqueConstraint(fields=["case", "item"], name="member_once")]


class CaseEvent(models.Model):
    """Something that happened to a case. Never changed, never deleted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)  # `mizan.terms.case.EventKind`
    why = models.TextField(default="")
    data = models.JSONField(default=dict)


class Decision(models.Model):
    """What a person decided about a case; or a rule, where the operator lets it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=16)  # `mizan.terms.decision.DecisionKind`
    state = models.CharField(
        max_length=9
    )  # waiting, pending, in_force, withdrawn, refused, reversed
    ruling = models.JSONField()  # `mizan.terms.decision.Ruling`
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=80)
    automatic = models.BooleanField(default=False)
    rule = models.CharField(max_length=64, default="")  # whose verdict opened the case
    at = models.DateTimeField()
    second_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    single_person = models.BooleanField(default=False)  # a delay stood in for the second person
    release_at = models.DateTimeField(null=True)  # when the action leaves; None while it waits
    done_at = models.DateTimeField(null=True)  # when it was carried out
    once = models.CharField(max_length=32, null=True, unique=True)  # of the form it came from
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        """Found by state."""

        indexes = [models.Index(fields=["state"], name="decision_state")]


class DecisionItem(models.Model):
    """An item that a decision is about."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="scope")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        """Once each."""

        constraints = [models.UniqueConstraint(fields=["decision", "item"], name="scope_once")]


class Appeal(models.Model):
    """That somebody appealed against a decision about an item, and what they were answered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="appeals")
    appellant = models.CharField(max_length=128)  # the service's opaque id
    text = models.TextField(default="")  # what they say; content of a person
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, default="")  # upheld, reversed; "" while it is open
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Everybody appeals once against what was decided about an item."""

        constraints = [
            models.UniqueConstraint(fields=["decision", "item", "appellant"], name="appeal_once")
        ]
