"""The outbox: actions, where they go, and each delivery."""

from __future__ import annotations

from django.db import models

from mizan.service.cases.models import Appeal, Decision
from mizan.service.items.models import Item


class Endpoint(models.Model):
    """A webhook of the service: where actions are told."""

    name = models.CharField(max_length=64, unique=True)
    url = models.TextField()
    secret = models.BinaryField()  # sealed; "whsec_..." of Standard Webhooks
    old_secret = models.BinaryField(null=True)  # sealed; signs too while secrets are changed
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()


class Action(models.Model):
    """What software has to do about one item because of one decision, or has to be told at once.

    A threat to life and an alarm of the desk rest on no decision: `told` holds what they say.

    `key` is the idempotency key: however often it is delivered, it takes effect once. Its number
    rises, so that of two actions on an item the later one is the one that counts.
    """

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="actions"
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="actions")
    told = models.JSONField(default=dict)  # of what rests on no decision: ids and codes
    kind = models.CharField(max_length=16)  # item.remove, account.close, case.threat, desk.alarm
    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    appeal = models.OneToOneField(  # of the answer to one
        Appeal, on_delete=models.PROTECT, null=True, related_name="answer"
    )

    class Meta:
        """One action for each item of a decision, beside the answers to appeals."""

        constraints = [
            models.UniqueConstraint(
                fields=["decision", "item"],
                condition=models.Q(appeal=None),
                name="action_once",
            )
        ]


class Delivery(models.Model):
    """An action on its way to one endpoint."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(
        max_length=12, default="waiting"
    )  # waiting, acknowledged, dead, dropped
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)  # HTTP status of the last answer
    fault = models.CharField(max_length=64, default="")  # code of the last failure
    next_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each endpoint."""

        constraints = [models.UniqueConstraint(fields=["action", "endpoint"], name="delivery_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="delivery_due")]


class Strike(models.Model):
    """That a decision restricted something of an author: a count with an end, and nothing more.

    It counts while it is not withdrawn (the decision was reversed), not lifted by a person, and
    not expired; once expired it is deleted.
    """

    source = models.CharField(max_length=64)
    author = models.CharField(max_length=128)  # the service's opaque id
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="strikes")
    reason = models.CharField(max_length=64)  # code of `mizan.terms.reason.REASONS`
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, default="")
    lifted_why = models.TextField(default="")

    class Meta:
        """One for each author of a decision, however many items it is about."""

        constraints = [
            models.UniqueConstraint(fields=["decision", "source", "author"], name="strike_once")
        ]
        indexes = [
            models.Index(fields=["source", "author"], name="strike_author"),
            models.Index(fields=["expires_at"], name="strike_end"),
        ]
