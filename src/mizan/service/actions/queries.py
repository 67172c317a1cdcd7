"""Reading the outbox."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from mizan.service.actions.models import Action, Delivery, Endpoint
from mizan.service.ground.keys import unseal


def delivery(number: int) -> Delivery | None:
    """Return a delivery that is still to be made, with all it needs, or None."""
    return (
        Delivery.objects.select_related(
            "action__decision", "action__item", "action__appeal", "endpoint"
        )
        .filter(pk=number, state="waiting", endpoint__active=True)
        .first()
    )


def is_blocked(one: Delivery) -> bool:
    """Tell whether an earlier action on the same item is still on its way to the same endpoint."""
    if one.action.item_id is None:  # about no item's standing: nothing comes before it
        return False
    earlier = Q(action__item=one.action.item_id, action_id__lt=one.action_id)
    return Delivery.objects.filter(earlier, endpoint=one.endpoint_id, state="waiting").exists()


def secrets(endpoint: Endpoint) -> list[str]:
    """Return the secrets that sign for a webhook, the newest first."""
    sealed = [endpoint.secret, endpoint.old_secret]
    about = f"webhook:{endpoint.name}"
    return [unseal(bytes(one), about=about).decode() for one in sealed if one]


def payload(action: Action) -> dict[str, Any]:
    """Return what an endpoint is told: codes and ids. No content, and no reviewer's name."""
    told = {
        "type": action.kind,
        "id": action.key,
        "sequence": action.pk,
        "at": action.at.isoformat(timespec="seconds"),
    }
    if action.decision is None or action.item is None:
        return {**told, **action.told}
    ruling, item = action.decision.ruling, action.item
    told |= {
        "item": {"source": item.source, "external_id": item.external_id, "url": item.url},
        "decision": {
            "id": action.decision_id,
            "reason": ruling["reason"],
            "clause": ruling["clause"],
            "labels": ruling["labels"],
            "automatic": action.decision.automatic,
            "territory": ruling["territory"],
            "until": ruling["until"],
        },
    }
    if action.appeal is not None:
        told["appeal"] = {
            "id": action.appeal.pk,
            "appellant": action.appeal.appellant,
            "outcome": action.appeal.outcome,
        }
    return told


def dead_letters() -> QuerySet[Delivery]:
    """Return what could not be delivered, newest first."""
    return (
        Delivery.objects.filter(state="dead")
        .select_related("action__item", "endpoint")
        .order_by("-id")
    )


def recent(endpoint: int, *, limit: int) -> list[Delivery]:
    """Return the latest deliveries to one endpoint, newest first."""
    found = Delivery.objects.filter(endpoint=endpoint).select_related("action__item")
    return list(found.order_by("-id")[:limit])
