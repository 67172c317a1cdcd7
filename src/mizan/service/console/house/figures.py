"""The figures of the operator's profile as people call them: a name, and a sentence about each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIGURES = {
    "team": (
        _("Team"),
        _("team: a second person approves what is grave. solo: a delay stands in for them."),
    ),
    "second_factor": (
        _("Second factor"),
        _(
            "always: everybody must have one. remote: whoever does not sit at this machine must."
            " never: nobody must."
        ),
    ),
    "solo_delay_hours": (_("Delay of a team of one"), _("Hours; 1 to 168.")),
    "undo_seconds": (
        _("Time for undoing"),
        _("Seconds between a decision and its action; 0 to 3,600."),
    ),
    "claim_minutes": (
        _("Claim of a case"),
        _("Minutes after which a case without a sign of life is free again; 1 to 240."),
    ),
    "leave_days": (
        _("Memory of what was left up"),
        _("Days that hash and name of an item left up are kept, without content; 0 to 365."),
    ),
    "recent_days": (
        _("Looking back"),
        _("Days that new entries of a bank look back; 0 to 365."),
    ),
    "recent_rows": (
        _("Fingerprints kept for looking back"),
        _("At most; 0 to 100,000,000."),
    ),
    "mass_items": (
        _("Mass decision"),
        _("Items beyond which one decision needs a second person; 1 to 10,000."),
    ),
    "flood_floor": (
        _("Never a flood"),
        _("Matches of one entry a day that are never a flood; 1 to 1,000,000."),
    ),
    "flood_times": (
        _("A flood"),
        _("Times its usual day beyond which an entry is held; 2 to 1,000."),
    ),
    "auto_per_day": (
        _("Automatic actions a day"),
        _("Of one rule, before it waits for people; 0 to 100,000."),
    ),
    "automatic": (
        _("What may act without a person"),
        _("One line each: rule : bank. Empty: nothing does."),
    ),
    "reversal_least": (
        _("Decisions before a rule is judged"),
        _("1 to 10,000."),
    ),
    "reversal_percent": (
        _("Reversed too often"),
        _("Per cent of a rule's removals; beyond it the rule only queues. 1 to 100."),
    ),
    "closed_surfaces": (
        _("Examined though not public"),
        _("Names of surfaces, one a line. Empty: what is not public is not examined."),
    ),
    "clauses": (
        _("Clauses of your terms"),
        _("One line each: code : title : title in Arabic. The first is offered first."),
    ),
    "strike_days": (
        _("End of a strike"),
        _("Days after which a strike does not count any more; 1 to 3,650."),
    ),
    "audit_percent": (
        _("Blind second look"),
        _("Per cent of decisions that another person looks at again; 0 to 100."),
    ),
    "audit_least": (
        _("Blind second look, at least"),
        _("Decisions a month and language; 0 to 10,000."),
    ),
    "audit_days": (
        _("Content for the second look"),
        _("Days that content is kept for it; 1 to 90."),
    ),
}
