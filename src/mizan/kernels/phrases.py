"""Finding phrases by the hashes of their words: split, join what was spelled out, look up, verify.

A word's hash is taken over its letters with runs of one letter made one, so that a word and its
drawn-out form meet; digits are never made one. Every candidate is compared letter by letter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

Places = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]  # rows, starts, ends
Known = tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint8]]  # letters, bounds, flags

BLANK = 0x20
MOST_WORDS = 6  # words of a phrase that are hashed; those after them are only compared
SPELLED = 3  # so many letters on their own, one after the other, are a word spelled out
DRAWN_OUT = 3  # so many of one letter, one after the other, may stand for fewer
DOUBLED = 3  # so many doubled letters in one phrase may stand for single ones
LONG = 5  # letters of a word in ASCII that may begin with a doubled consonant

JOINED_ONLY = 1  # flag of an entry: a phrase without its blanks, for spelled-out text alone
NEVER_JOINED = 2  # flag of an entry: too short to be believed when it is spelled out
EXACT = 4  # flag of an entry: not found drawn out

SPELLED_OUT = 1  # of a word: it was spelled out letter by letter
TAGGED = 2  # of a word: it stands behind a number sign


@jit
def hash_word(codes: NDArray[np.uint32]) -> np.uint64:
    """Return the hash of a word's letters: blanks left out, runs of one letter made one."""
    state, before = np.uint64(0xCBF29CE484222325), np.uint32(BLANK)
    for i in range(codes.shape[0]):
        code = codes[i]
        digit = np.uint32(0x30) <= code <= np.uint32(0x39)
        if code != np.uint32(BLANK) and (code != before or digit):
            state = (state ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
            state ^= state >> np.uint64(29)
            before = code
    return state


@jit
def add_word(state: np.uint64, word: np.uint64) -> np.uint64:
    """Return the hash of a phrase with one more word at its end; an empty phrase has hash 0."""
    state = (state + word) * np.uint64(0xBF58476D1CE4E5B9)
    state ^= state >> np.uint64(31)
    state *= np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(30))


@jit
def split_words(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    places: Places,
    hashes: NDArray[np.uint64],
) -> int:
    """Write every word's row, start and end within its row, and hash; return how many there are.

    The arrays must have room for as many words as there are blanks and rows together.
    """
    rows, starts, ends = places
    size = 0
    for row in range(bounds.shape[0] - 1):
        text = codes[bounds[row] : bounds[row + 1]]
        start = 0
        for place in range(text.shape[0] + 1):
            if place == text.shape[0] or text[place] == np.uint32(BLANK):
                if place > start:
                    rows[size] = row
                    starts[size] = start
                    ends[size] = place
                    hashes[size] = hash_word(text[start:place])
                    size += 1
                start = place + 1
    return size


@jit
def mark_tagged(
    read: NDArray[np.uint32],
    raw_bounds: NDArray[np.int64],
    source: NDArray[np.int32],
    bounds: NDArray[np.int64],
    places: Places,
    joined: NDArray[np.uint8],
) -> None:
    """Write TAGGED into `joined` for the words that stand right behind a number sign, else 0."""
    rows, starts, _ = places
    for word in range(rows.shape[0]):
        place = source[bounds[rows[word]] + starts[word]]
        before = read[raw_bounds[rows[word]] + place - 1] if place > 0 else np.uint32(BLANK)
        small, wide = before == np.uint32(0xFE5F), before == np.uint32(0xFF03)
        joined[word] = TAGGED if small or wide or before == np.uint32(0x23) else 0


@jit
def mark_spelled(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    places: Places,
    run_ends: NDArray[np.int32],
) -> int:
    """Mark where words are spelled out letter by letter; return how many there are.

    At the first letter of each such run `run_ends` becomes the number of the word after the
    run; everywhere else it becomes 0.
    """
    rows, starts, ends = places
    found, word, size = 0, 0, rows.shape[0]
    run_ends[:] = 0
    while word < size:
        stop = word
        while stop < size and rows[stop] == rows[word] and ends[stop] == starts[stop] + 1:
            code = codes[bounds[rows[stop]] + starts[stop]]
            if np.uint32(0x30) <= code <= np.uint32(0x39):
                break
            stop += 1
        if stop - word >= SPELLED:
            run_ends[word] = stop
            found += 1
        word = max(stop, word + 1)
    return found


@jit
def join_spelled(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    source: NDArray[np.int32],
    run_ends: NDArray[np.int32],
    cut: int,
    places: Places,
    hashes: NDArray[np.uint64],
    joined: NDArray[np.uint8],
) -> int:
    """Make each run of single letters one word, in place; return how many words are left.

    With `cut`, a run is parted where the original's gap is wider than the narrowest of the run,
    as between words that are spelled out one after the other. `joined` becomes SPELLED_OUT for
    those that are new, and 0 for the others.
    """
    rows, starts, ends = places
    size, word = 0, 0
    while word < run_ends.shape[0]:
        stop = max(run_ends[word], np.int32(word + 1))
        base = bounds[rows[word]]
        narrow = np.int32(2**31 - 1)
        for i in range(word + 1, stop):
            gap = source[base + starts[i]] - source[base + starts[i - 1]]
            narrow = min(narrow, gap)
        while word < stop:
            first = word
            word += 1
            while word < stop:
                gap = source[base + starts[word]] - source[base + starts[word - 1]]
                if cut and gap > narrow:
                    break
                word += 1
            rows[size] = rows[first]
            starts[size] = starts[first]
            ends[size] = ends[word - 1]
            joined[size] = SPELLED_OUT if word > first + 1 else 0
            hashes[size] = hashes[first]
            if joined[size]:
                hashes[size] = hash_word(codes[base + starts[size] : base + ends[size]])
            size += 1
    return size


@jit
def look_up_words(
    rows: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    longest: int,
    sieve: NDArray[np.uint64],
    slots: NDArray[np.int32],
    keys: NDArray[np.uint64],
    words: NDArray[np.int32],
    entries: NDArray[np.int32],
) -> int:
    """Write every (word, entry) whose hashes agree; return how many there are.

    sieve, slots  bits and places of the known hashes, both a power of two long
    keys          the entries' hashes, rising; equal ones stand together
    Nothing is written past the end of `words`: the caller calls again with room enough.
    """
    size = 0
    bits = np.uint64(sieve.shape[0] * 64 - 1)
    mask = np.uint64(slots.shape[0] - 1)
    for word in range(rows.shape[0]):
        state = np.uint64(0)
        for other in range(word, min(word + longest, rows.shape[0])):
            if rows[other] != rows[word]:
                break
            state = add_word(state, hashes[other])
            bit = (state >> np.uint64(20)) & bits
            if not (sieve[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1):
                continue
            slot = state & mask
            while slots[slot] >= 0 and keys[slots[slot]] != state:
                slot = (slot + np.uint64(1)) & mask
            entry = slots[slot]
            while 0 <= entry < keys.shape[0] and keys[entry] == state:
                if size < words.shape[0]:
                    words[size] = word
                    entries[size] = entry
                size += 1
                entry += np.int32(1)
    return size


@jit
def fill_slots(
    keys: NDArray[np.uint64], sieve: NDArray[np.uint64], slots: NDArray[np.int32]
) -> None:
    """Enter the first of each group of equal keys into `sieve` and `slots` (all -1 before)."""
    bits = np.uint64(sieve.shape[0] * 64 - 1)
    mask = np.uint64(slots.shape[0] - 1)
    for entry in range(keys.shape[0]):
        key = keys[entry]
        if entry > 0 and keys[entry - 1] == key:
            continue
        bit = (key >> np.uint64(20)) & bits
        sieve[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
        slot = key & mask
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = entry


@jit
def hash_phrases(
    rows: NDArray[np.int32], hashes: NDArray[np.uint64], keys: NDArray[np.uint64]
) -> None:
    """Write into `keys`, zero before, the hash of the first words of each row."""
    seen = 0
    for word in range(rows.shape[0]):
        seen = seen + 1 if word > 0 and rows[word] == rows[word - 1] else 1
        if seen <= MOST_WORDS:
            keys[rows[word]] = add_word(keys[rows[word]], hashes[word])


@jit
def more_letters(text: NDArray[np.uint32], known: NDArray[np.uint32]) -> int:
    """Return how many letters of a word are doubled that are single in a known one.

    -1 when it is another word; from DOUBLED on it is the same one, disguised. One letter that is
    drawn out counts for all of them, and so does a doubled consonant at the beginning of a long
    word in ASCII: hardly a word has one. Runs of digits must be equal. Blanks in `text`, where
    it was spelled out, do not count.
    """
    i, j, runs, more = 0, 0, 0, 0
    begins = False  # with a doubled consonant
    while j < known.shape[0]:
        code = known[j]
        mine, theirs = 0, 0
        while j < known.shape[0] and known[j] == code:
            theirs += 1
            j += 1
        while i < text.shape[0] and (text[i] == code or text[i] == np.uint32(BLANK)):
            mine += text[i] == code
            i += 1
        runs += 1
        if mine == theirs:
            continue
        if mine < min(theirs, DRAWN_OUT) or np.uint32(0x30) <= code <= np.uint32(0x39):
            return -1
        more += DOUBLED if mine >= DRAWN_OUT else 1
        begins = bool(begins or (runs == 1 and is_consonant(code)))
    if begins and runs >= LONG:
        more += DOUBLED
    return more if i == text.shape[0] else -1


@jit
def is_consonant(code: np.uint32) -> bool:
    """Say whether a folded letter is a consonant in ASCII."""
    vowel = code in (
        np.uint32(0x61),
        np.uint32(0x65),
        np.uint32(0x69),
        np.uint32(0x6F),
        np.uint32(0x75),
    )
    return bool(np.uint32(0x61) <= code <= np.uint32(0x7A) and not vowel)


@jit
def is_same(more: int, exact: int) -> bool:
    """Say whether what has so many letters more than a known phrase is it: as written or, unless
    `exact`, disguised. `more_letters` counts them.
    """
    return bool(more == 0 or (more >= DOUBLED and not exact))


@jit
def verify_words(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    places: Places,
    joined: NDArray[np.uint8],
    must_join: int,
    known: Known,
    words: NDArray[np.int32],
    entries: NDArray[np.int32],
    last: NDArray[np.int32],
) -> None:
    """Write into `last` the number of each candidate's last word, or -1 where it is none.

    With `must_join`, only those that need a word which was spelled out count.
    """
    rows, starts, ends = places
    letters, letter_bounds, flags = known
    for i in range(words.shape[0]):
        entry = letters[letter_bounds[entries[i]] : letter_bounds[entries[i] + 1]]
        flag = flags[entries[i]]
        word, start = words[i], 0
        row, base = rows[word], bounds[rows[word]]
        right, kinds, more = True, np.uint8(0), 0
        while right and start < entry.shape[0]:
            stop = start
            while stop < entry.shape[0] and entry[stop] != np.uint32(BLANK):
                stop += 1
            right = bool(word < rows.shape[0] and rows[word] == row)
            if right:
                kinds |= joined[word]
                text = codes[base + starts[word] : base + ends[word]]
                here = more_letters(text, entry[start:stop])
                right = here >= 0
                more += here
            word += np.int32(1)
            start = stop + 1
        right = bool(right and is_same(more, int(flag & np.uint8(EXACT))))
        spelled = bool(kinds & np.uint8(SPELLED_OUT))
        if must_join:
            right = right and spelled
        if flag & np.uint8(JOINED_ONLY):
            right = bool(right and kinds)
        if flag & np.uint8(NEVER_JOINED):
            right = right and not spelled
        last[i] = word - np.int32(1) if right else np.int32(-1)
