"""What stands around every page of the console: names, counts, language, theme, comfort.

A view puts one `Frame` into the context as `frame`; `console/base.html` reads nothing else beside
the active language and `csrf_token`. Without a `frame` (the page for signing
in, error pages before anybody is known) the same template shows the bare page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mizan.casework import welfare
    from mizan.service.people.comfort import Look
    from mizan.terms.time import Moment

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the navigation, or of the menu behind the person's name."""

    label: str  # already translated
    url: str
    current: bool = False  # this is the page that is shown
    count: int | None = None  # how many wait there, None where that means nothing
    due: Moment | None = None  # when the first of them is due: a running clock beside the count
    post: bool = False  # a deed, not a page: becomes a form with the token (sign out, end shift)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A decision that can still be taken back."""

    label: str  # what was decided, already translated, without content
    url: str  # POST here takes it back
    until: Moment  # the end of the undo window


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """How graphic content is shown, as the stylesheet `media.css` says it; see `shown`."""

    grey: bool = True  # images and video without colour
    blur: int = 2  # 0 none, 1 light, 2 strong, 3 nothing can be made out
    cover: bool = True  # text with graphic labels lies under a cover
    still: bool = True  # no moving pictures: a strip of stills instead
    hold: bool = False  # z shows only as long as it is held down


BLURS = (0, 8, 20, 60)  # pixels of the steps of `Comfort.blur`


def shown(comfort: welfare.Comfort, look: Look) -> Comfort:
    """Return a person's comfort as the stylesheet says it; a blur between two steps is the next."""
    step = next((n for n, pixels in enumerate(BLURS) if pixels >= comfort.blur), len(BLURS) - 1)
    return Comfort(
        grey=comfort.grey,
        blur=step,
        cover=comfort.cover_text,
        still=comfort.stills or comfort.animation_off,
        hold=look.hold,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Everything the frame of a page shows. Addresses left empty leave their part out."""

    user: str = ""  # the name of who is signed in
    role: str = ""  # as people call it, already translated
    language: str = "en"  # of the page: "en" or "ar"
    theme: Theme = "auto"  # auto follows the system
    digits: Literal["latin", "arabic"] = "latin"  # see the filter `digits`
    nav: tuple[Entry, ...] = ()
    menu: tuple[Entry, ...] = ()
    home_url: str = "/"
    search_url: str = ""  # GET, the words in `q`
    query: str = ""  # the words that are being searched for
    language_url: str = ""  # POST `language` and `next`
    path: str = ""  # the address of this page, where changing the language leads back to
    undo: Undo | None = None
    comfort: Comfort = field(default_factory=Comfort)
    keys: bool = True  # single keys do something
    key_map: str = "{}"  # JSON object: key on the keyboard -> key of the console, by `event.code`

    @property
    def other_language(self) -> str:
        """Return the language one can change to."""
        return "en" if self.language == "ar" else "ar"
