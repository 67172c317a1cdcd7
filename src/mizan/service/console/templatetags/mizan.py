"""Tags and filters of the console's templates: `{% load mizan %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mizan.service.console import usertext as people
from mizan.service.console import words
from mizan.terms.time import now

if TYPE_CHECKING:
    from django.forms import BoundField

    from mizan.terms.time import Moment

register = template.Library()

_TURNING = {"next", "back", "undo", "flag", "repeat"}  # point along the line of reading
_SOON = 900  # seconds


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of static/console/icons.svg; without a label it is decoration."""
    turns = " turns" if name in _TURNING else ""
    source = f"{static('console/icons.svg')}#{name}"
    if not label:
        drawing = '<svg class="icon{}" aria-hidden="true"><use href="{}"></use></svg>'
        return format_html(drawing, turns, source)
    drawing = '<svg class="icon{}" role="img" aria-label="{}"><use href="{}"></use></svg>'
    return format_html(drawing, turns, label, source)


@register.filter
def usertext(text: str, hidden: str = "") -> SafeString:
    """Show a text of people in its own direction; `:"hidden"` shows hidden characters."""
    return people.usertext(str(text), hidden=bool(hidden))


@register.simple_tag
def spans(
    text: str, found: Iterable[people.Span | Mapping[str, Any]], *, hidden: bool = False
) -> SafeString:
    """Show a text of people with what was found marked: Span objects or such mappings."""
    known = [each if isinstance(each, people.Span) else people.span_of(each) for each in found]
    return people.marked(str(text), known, hidden=hidden)


@register.filter
def apart(name: str) -> SafeString:
    """Set a person's name apart, so that it does not turn the sentence around it."""
    return format_html("<bdi>{}</bdi>", name)


@register.filter
def described(field: BoundField) -> SafeString:
    """Draw a form's field so that help and errors are read out with it, and its text turns."""
    attrs: dict[str, str] = {}
    parts = [f"{field.auto_id}_helptext"] if field.help_text else []
    parts += [f"{field.auto_id}_error"] if field.errors else []
    if parts:
        attrs["aria-describedby"] = " ".join(parts)
    if field.widget_type in {"text", "textarea", "search"}:
        attrs["dir"] = "auto"
    return field.as_widget(attrs={**field.field.widget.attrs, **attrs})


@register.filter
def host(url: str) -> SafeString:
    """Write an address out, its host in bold, as text that cannot be clicked."""
    scheme, parted, rest = str(url).partition("://")
    if not parted:
        scheme, rest = "", str(url)
    cut = min((place for mark in "/?#" if (place := rest.find(mark)) >= 0), default=len(rest))
    head = f"{scheme}://" if parted else ""
    drawing = '<bdi class="host" dir="ltr">{}<b>{}</b>{}</bdi>'
    return format_html(drawing, head, rest[:cut], rest[cut:])


@register.filter
def digits(value: object, choice: str = "latin") -> str:
    """Write a number with Latin digits, or with Arabic-Indic ones where that was chosen."""
    return words.digits(value, choice)


@register.filter
def moment(value: Moment | None, choice: str = "latin") -> SafeString:
    """Write a moment with the name of its month, readable for machines too."""
    if value is None:
        return SafeString("")
    shown = words.digits(words.moment_in_words(value), choice)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def ago(value: Moment | None, choice: str = "latin") -> SafeString:
    """Write how long ago a moment was; the whole date is its title."""
    if value is None:
        return SafeString("")
    shown = words.digits(words.ago(value, now()), choice)
    drawing = '<time datetime="{}" title="{}">{}</time>'
    return format_html(drawing, value.isoformat(), words.moment_in_words(value), shown)


@register.inclusion_tag("console/parts/clock.html")
def clock(
    due: Moment,
    *,
    legal: bool = False,
    short: bool = False,
    window: bool = False,
    title: bool = False,
) -> dict[str, Any]:
    """Show the time left until `due`, counting down where there is a script.

    `legal`: the law set it, so it is red; `short`: figures alone; `window`: the end of an undo
    window, at which its bar leaves; `title`: also in the title of the window.
    """
    seconds = (due - now()).total_seconds()
    calm = "soon" if seconds < _SOON else "calm"
    return {
        "due": due,
        "words": words.left(due, now()),
        "figures": words.figures(seconds),
        "state": "late" if seconds < 0 and not window else "legal" if legal else calm,
        "left": words.left_pattern(),
        "overdue": words.overdue_pattern(),
        "legal": legal,
        "short": short,
        "window": window,
        "title": title,
    }


@register.filter
def length_in_words(seconds: float | None, choice: str = "latin") -> str:
    """Write a span of seconds in words, in its largest unit; a dash where there is none."""
    return "–" if seconds is None else words.digits(words.length(seconds), choice)
