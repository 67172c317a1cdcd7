"""Addresses of the queue and of cases."""

from __future__ import annotations

from django.urls import path

from mizan.service.console.review import case, deeds, media, queue, seconds

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next", deeds.go_on, name="next"),
    path("break", deeds.rest, name="break"),
    path("seconds", seconds.seconds, name="seconds"),
    path("search", seconds.search, name="search"),
    path("cases/<int:number>", case.case, name="case"),
    path("cases/<int:number>/decide", deeds.decide_case, name="decide"),
    path("cases/<int:number>/skip", deeds.skip, name="skip"),
    path("cases/<int:number>/escalate", deeds.escalate, name="escalate"),
    path("cases/<int:number>/threat", deeds.threat, name="threat"),
    path("cases/<int:number>/relation", deeds.relate, name="relate"),
    path("cases/<int:number>/release", deeds.release, name="release"),
    path("cases/<int:number>/alive", deeds.alive, name="alive"),
    path("cases/<int:number>/next", deeds.go_on, name="next-after"),
    path("cases/<int:number>/allow", deeds.allow, name="allow"),
    path("decisions/<int:number>/undo", deeds.undo_decision, name="undo"),
    path("decisions/<int:number>/second", deeds.second, name="second"),
    path("decisions/<int:number>/reverse", deeds.reverse_decision, name="reverse"),
    path("proposals/<int:number>/answer", deeds.proposal, name="proposal"),
    path("items/<int:number>/media", media.media, name="media"),
    path("items/<int:number>/uncover", media.uncover, name="uncover"),
]
