"""Why an image was not hashed: one sentence for each code, the same in parent and child."""

from __future__ import annotations

from mizan.errors import MediaError

_FAULTS = {  # code: (message, hint)
    "media.undecodable": ("the image is damaged or of an unknown format", "save it again"),
    "media.truncated": ("the image ends too early", "upload it again"),
    "media.too_many_pixels": ("the image claims more than 64 million pixels", "make it smaller"),
    "media.too_large": ("the image file is too large", "make it smaller"),
    "media.memory": ("the image needs more memory than it may have", "make it smaller"),
    "media.timeout": ("the image took longer than it may", "look at it yourself"),
    "media.crashed": ("the decoder crashed on this image", "look at it yourself"),
    "media.no_child": ("the image decoder could not be started", "run: mizan doctor"),
}


def fault(code: str) -> MediaError:
    """Return the error of a code; an unknown code counts as `media.undecodable`."""
    code = code if code in _FAULTS else "media.undecodable"
    message, hint = _FAULTS[code]
    return MediaError(message, hint=hint, code=code)
