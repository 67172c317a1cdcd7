"""Errors as people are told of them: a sentence and a way out, in their language, by code."""

from __future__ import annotations

from django.utils.translation import get_language

from mizan.errors import MizanError
from mizan.service.console.desk_sentences import ITEMS
from mizan.service.console.knowledge_sentences import KNOWLEDGE
from mizan.service.console.sentence_table import SENTENCES as DESK

SENTENCES = {**KNOWLEDGE, **ITEMS, **DESK}


def sentence(error: MizanError) -> str:
    """Return what went wrong; the error's own message where its code has no sentence."""
    row = SENTENCES.get(error.code)
    if row is None:
        return error.message
    return row.ar if get_language() == "ar" else row.en


def way_out(error: MizanError) -> str:
    """Return what can be done about it."""
    row = SENTENCES.get(error.code)
    if row is None:
        return error.hint or ""
    return row.ar_way if get_language() == "ar" else row.en_way
