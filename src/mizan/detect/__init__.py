"""Detectors: they name and explain; they know no threshold, no action and no law.

They run in the order of `BUILT_IN`; each sees what those before it found.
"""

BUILT_IN = (
    "mizan.detect.context:Context",
    "mizan.detect.known:Known",
    "mizan.detect.named:Named",
    "mizan.detect.linked:Linked",
    "mizan.detect.disguised:Disguised",
    "mizan.detect.learned:Learned",
)
