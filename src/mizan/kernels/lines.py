"""Lines: the array into which a search writes what it finds, one record a line.

The first line stands for nothing; from the second on each is a hit:

text, row        row of the text and of the index
distance         0: the whole texts are equal, else -1
ended            where its stretches end, which begin where those of the line before end; the first
                 line says 0
coverage, share  of the entry, of the text

The rest, from the first line on, are the stretches of all hits:

begin, stop      in the tight text, end exclusive
start, end       in the text itself, as it is read
"""

from __future__ import annotations

import numpy as np

_HIT = ("text", "row", "distance", "ended")
_STRETCH = ("begin", "stop", "start", "end")
_SHARES = [("coverage", "<f4"), ("share", "<f4")]
LINE = np.dtype([(name, "<i4") for name in _HIT] + _SHARES + [(x, "<i4") for x in _STRETCH])
