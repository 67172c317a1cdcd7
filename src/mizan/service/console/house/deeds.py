"""What each key does, as people call it; see `mizan.casework.welfare.KEYS`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "leave": _("Leave up"),
    "remove": _("Remove"),
    "limit": _("Limit"),
    "label": _("Label"),
    "close_account": _("Close the account"),
    "reason": _("Reason"),
    "escalate": _("Escalate"),
    "threat": _("Threat to life"),
    "uncover": _("Show what is covered"),
    "undo": _("Undo"),
    "next": _("Next case"),
    "skip": _("Skip"),
    "filter": _("Filter"),
    "down": _("Down"),
    "up": _("Up"),
    "open": _("Open"),
    "help": _("List of keys"),
}
