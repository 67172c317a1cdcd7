"""Lines: the room into which a search writes what it finds, so that it is one argument.

int32[k, 8]. The first line stands for nothing; from the second on each is a hit:

TEXT      row of the text
ROW       row of the index
DISTANCE  0: the whole texts are equal, else -1
ENDED     where its stretches end, which begin where those of the line before end; 0 in the first
COVERAGE  of the entry, SHARE of the text: float32[k, 8] of the same bytes

The last two, from the first line on, are the stretches of all hits:

BEGIN, STOP  in the tight text, end exclusive
"""

from __future__ import annotations

TEXT, ROW, DISTANCE, ENDED, COVERAGE, SHARE, BEGIN, STOP = range(8)
WIDTH = 8
