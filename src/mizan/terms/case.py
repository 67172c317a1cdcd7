"""Case: in what state it is, what can happen to it, and who may do it."""

from __future__ import annotations

from typing import Literal

from mizan.terms.choice import Choice

CaseState = Literal["open", "escalated", "waiting", "decided", "in_force", "reversed", "closed"]
Event = Literal[
    "opened",
    "joined",
    "claimed",
    "released",
    "skipped",
    "escalated",
    "decided",
    "second_asked",
    "approved",
    "refused",
    "undone",
    "carried_out",
    "reversed",
    "reopened",
    "closed",
    "noted",
]
Role = Literal["admin", "lead", "reviewer", "compliance", "auditor"]

STATES: dict[CaseState, Choice] = {
    "open": Choice(en="open", ar="مفتوحة"),
    "escalated": Choice(en="escalated", ar="مرفوعة إلى مستوى أعلى"),
    "waiting": Choice(en="waiting for a second person", ar="تنتظر شخصًا ثانيًا"),
    "decided": Choice(en="decided, can still be undone", ar="صدر فيها قرار يمكن التراجع عنه"),
    "in_force": Choice(en="carried out", ar="نُفّذ قرارها"),
    "reversed": Choice(en="reversed", ar="نُقض قرارها"),
    "closed": Choice(en="closed", ar="مغلقة"),
}

EVENTS: dict[Event, Choice] = {
    "opened": Choice(en="opened", ar="فُتحت"),
    "joined": Choice(en="something more joined it", ar="انضمّ إليها شيء آخر"),
    "claimed": Choice(en="claimed", ar="استُلمت"),
    "released": Choice(en="given back", ar="أُعيدت إلى القائمة"),
    "skipped": Choice(en="skipped", ar="تُجووزت"),
    "escalated": Choice(en="escalated", ar="رُفعت إلى مستوى أعلى"),
    "decided": Choice(en="decided", ar="صدر القرار"),
    "second_asked": Choice(en="a second person was asked", ar="طُلب شخص ثانٍ"),
    "approved": Choice(en="approved by a second person", ar="وافق شخص ثانٍ"),
    "refused": Choice(en="refused by a second person", ar="رفض شخص ثانٍ"),
    "undone": Choice(en="the decision was undone", ar="جرى التراجع عن القرار"),
    "carried_out": Choice(en="carried out", ar="نُفّذ القرار"),
    "reversed": Choice(en="reversed", ar="نُقض القرار"),
    "reopened": Choice(en="opened again", ar="فُتحت من جديد"),
    "closed": Choice(en="closed", ar="أُغلقت"),
    "noted": Choice(en="a note was added", ar="أُضيفت ملاحظة"),
}

ROLES: dict[Role, Choice] = {
    "admin": Choice(en="administrator", ar="مدير النظام"),
    "lead": Choice(en="team lead", ar="قائد الفريق"),
    "reviewer": Choice(en="reviewer", ar="مراجع"),
    "compliance": Choice(en="compliance officer", ar="مسؤول الامتثال"),
    "auditor": Choice(en="auditor", ar="مدقّق"),
}
