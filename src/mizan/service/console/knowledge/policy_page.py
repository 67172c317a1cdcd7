"""The public page of the rules in force, the banks and the lists, and on what ground they are held.

It says what is compared with what, never a fingerprint, a reviewer or a figure of cases.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mizan.banks import queries as bank_queries
from mizan.policy.rulebook import Lang, Rule
from mizan.service.console.access import open_to_all
from mizan.service.console.knowledge import trained_model, words
from mizan.service.console.pages import show
from mizan.service.ground.engine import engine
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import store
from mizan.service.reports import bank_queries as figures


@open_to_all
def policy(request: HttpRequest) -> HttpResponse:
    """Show what the desk goes by."""
    in_force = engine().rules.now()
    book, lang = in_force.book, words.tongue()
    groups = (book.rules, book.contexts, book.floors)
    context = {
        "ref": in_force.ref,
        "raises": [_rule(one, lang) for one in groups[0]],
        "lowers": [_rule(one, lang) for one in groups[1]],
        "keeps": [_rule(one, lang) for one in groups[2]],
        "banks": [
            (
                one.bank.name,
                words.said(words.PURPOSES, one.bank.purpose),
                words.said(words.MAY_ACT, one.bank.may_act),
                one.bank.owner,
                one.bank.legal_basis,
                one.changed,
            )
            for one in figures.banks()
            if one.bank.enabled
        ],
        "model": trained_model.told(engine().models.now()),
        "seq": bank_queries.seq(store()),
        "surfaces": profile().closed_surfaces,
        "automatic": profile().automatic,
    }
    return show(request, "knowledge/policy.html", context)


def _rule(one: Rule, lang: Lang) -> tuple[str, str, str]:
    return one.name, words.said(words.LEVELS, one.level), one.because[lang]
