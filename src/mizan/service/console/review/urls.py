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
    path("cases/<key:number>", case.case, name="case"),
    path("cases/<key:number>/decide", deeds.decide_case, name="decide"),
    path("cases/<key:number>/skip", deeds.skip, name="skip"),
    path("cases/<key:number>/escalate", deeds.escalate, name="escalate"),
    path("cases/<key:number>/threat", deeds.threat, name="threat"),
    path("cases/<key:number>/relation", deeds.relate, name="relate"),
    path("cases/<key:number>/release", deeds.release, name="release"),
    path("cases/<key:number>/alive", deeds.alive, name="alive"),
    path("cases/<key:number>/next", deeds.go_on, name="next-after"),
    path("cases/<key:number>/allow", deeds.allow, name="allow"),
    path("decisions/<key:number>/undo", deeds.undo_decision, name="undo"),
    path("decisions/<key:number>/second", deeds.second, name="second"),
    path("decisions/<key:number>/reverse", deeds.reverse_decision, name="reverse"),
    path("proposals/<key:number>/answer", deeds.proposal, name="proposal"),
    path("items/<key:number>/media", media.media, name="media"),
    path("items/<key:number>/uncover", media.uncover, name="uncover"),
]
