"""Finding phrases by the hashes of their words: split, look up, verify, settle.

A word's hash is taken over its letters with runs of one letter made one, so that a word and its
drawn-out form meet; digits are never made one. Every candidate is compared letter by letter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.fold import MARK, value_of
from mizan.kernels.strings import code_at

Known = tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.uint8]]  # letters, bounds, flags

BLANK = 0x20
MOST_WORDS = 6  # words of a phrase that are hashed; those after them are only compared
SPELLED = 3  # so many letters on their own, one after the other, are a word spelled out
DRAWN_OUT = 3  # so many of one letter, one after the other, may stand for fewer
DOUBLED = 3  # so many doubled letters in one phrase may stand for single ones
LONG = 5  # letters of a word in ASCII that may begin with a doubled consonant

JOINED_ONLY = 1  # flag of an entry: a phrase without its blanks, for spelled-out text alone
NEVER_JOINED = 2  # flag of an entry: too short to be believed when it is spelled out
EXACT = 4  # flag of an entry: not found drawn out

SPELLED_OUT = 1  # kind of a word: it was spelled out letter by letter


@jit
def is_digit(code: np.uint32) -> bool:
    """Say whether a folded code point is a digit; all of them are ASCII."""
    return bool(code - np.uint32(0x30) < np.uint32(10))


@jit
def mixed(state: np.uint64) -> np.uint64:
    """Return the state behind the last letter of a word with all of its bits in all of them."""
    state = (state ^ (state >> np.uint64(32))) * np.uint64(0xBF58476D1CE4E5B9)
    return state ^ (state >> np.uint64(31))


@jit
def hash_word(codes: NDArray[np.uint32]) -> np.uint64:
    """Return the hash of a word's letters: blanks left out, runs of one letter made one."""
    state, before = np.uint64(0xCBF29CE484222325), np.uint32(BLANK)
    for i in range(codes.shape[0]):
        code = codes[i]
        if code != np.uint32(BLANK) and (code != before or is_digit(code)):
            state = (state ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
            before = code
    return np.uint64(mixed(state))


@jit
def add_word(state: np.uint64, word: np.uint64) -> np.uint64:
    """Return the hash of a phrase with one more word at its end; an empty phrase has hash 0."""
    state = (state ^ word) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(29))


@jit
def split_words(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    places: NDArray[np.int32],
    hashes: NDArray[np.uint64],
) -> tuple[int, bool]:
    """Write every word's places and hash; return how many there are, and whether any is spelled.

    bounds  int64[2, n + 1]: the second row says where the rows of `codes` begin and end
    places  int32[4, room]: row, start and end within the row, and 0 for the kind of word
    Nothing is written past the room: the caller calls again with enough.
    """
    size, spelled, room = 0, False, hashes.shape[0]
    for row in range(bounds.shape[1] - 1):
        text = codes[bounds[1, row] : bounds[1, row + 1]]
        place, alone = 0, 0  # single letters, one after the other
        while place < text.shape[0]:
            start, before = place, np.uint32(BLANK)
            state = np.uint64(0xCBF29CE484222325)
            while place < text.shape[0] and text[place] != np.uint32(BLANK):
                code = text[place]
                added = (state ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
                state = state if code == before and not is_digit(code) else added
                before = code
                place += 1
            alone = alone + 1 if place == start + 1 and not is_digit(before) else 0
            spelled |= alone >= SPELLED
            if size < room:
                places[0, size] = row
                places[1, size] = start
                places[2, size] = place
                places[3, size] = 0
                hashes[size] = mixed(state)
            size += 1
            place += 1
    return size, spelled


@jit
def fill_sieve(
    keys: NDArray[np.uint64], sieve: NDArray[np.uint64], starts: NDArray[np.int32]
) -> None:
    """Enter the rising `keys` into `sieve`, one bit each, and say where each bucket starts.

    sieve   uint64[2**a]: zeros before; a key's bit is named by its upper bits
    starts  int32[2**b + 1], b > 0: for each value of a key's upper b bits, the first key not below
    """
    coarse = bits_of(starts.shape[0] - 1)
    fine = bits_of(sieve.shape[0] * 64)
    bucket = 0
    for entry in range(keys.shape[0]):
        bit = keys[entry] >> np.uint64(64 - fine)
        sieve[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
        mine = np.int64(keys[entry] >> np.uint64(64 - coarse))
        while bucket <= mine:
            starts[bucket] = entry
            bucket += 1
    while bucket < starts.shape[0]:
        starts[bucket] = keys.shape[0]
        bucket += 1


@jit
def bits_of(power: int) -> int:
    """Return which power of two a number is."""
    bits = 0
    while (1 << bits) < power:
        bits += 1
    return bits


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
        if mine < min(theirs, DRAWN_OUT) or is_digit(code):
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
def written(letters: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return the code points of valid UTF-8."""
    codes, size, place = np.empty(letters.shape[0], np.uint32), 0, 0
    while place < letters.shape[0]:
        head = np.uint32(letters[place])
        more = (head >= np.uint32(0xC0)) + (head >= np.uint32(0xE0)) + (head >= np.uint32(0xF0))
        code = head & np.uint32(0x7F if more == 0 else 0x3F >> more)
        for i in range(more):
            low = np.uint32(letters[place + 1 + i]) & np.uint32(0x3F)
            code = (code << np.uint32(6)) | low
        codes[size] = code
        size += 1
        place += 1 + more
    return codes[:size]


@jit
def last_word(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    places: NDArray[np.int32],
    size: int,
    word: int,
    entry: NDArray[np.uint32],
    flag: np.uint8,
) -> tuple[int, bool]:
    """Return the last word of a phrase that stands at `word`, or -1; and whether any is spelled.

    The letters of the text decide. size: how many words there are.
    """
    rows, starts, ends, kinds = places[0], places[1], places[2], places[3]
    row, base = rows[word], bounds[1, rows[word]]
    start, kind, more = 0, np.int32(0), 0
    while start < entry.shape[0]:
        stop = start
        while stop < entry.shape[0] and entry[stop] != np.uint32(BLANK):
            stop += 1
        if word >= size or rows[word] != row:
            return -1, False
        kind |= kinds[word]
        text = codes[base + starts[word] : base + ends[word]]
        here = more_letters(text, entry[start:stop])
        if here < 0:
            return -1, False
        more += here
        word += 1
        start = stop + 1
    same = is_same(more, int(flag & np.uint8(EXACT)))
    return word - 1 if same else -1, kind != 0


@jit
def find_phrases(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    places: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    size: int,
    must_join: bool,
    longest: int,
    sieve: NDArray[np.uint64],
    buckets: NDArray[np.int32],
    keys: NDArray[np.uint64],
    known: Known,
    hits: NDArray[np.int32],
) -> int:
    """Write first word, last word and entry of every phrase found; return how many there are.

    codes, bounds          the folded batch, as of `Folded.both_bounds`
    places, hashes, size   its words, as of `split_words`
    must_join              count only those that need a word which was spelled out
    longest                words of the longest phrase; those after MOST_WORDS are only compared
    sieve, buckets, keys   of the entries' hashes, as of `fill_sieve`
    hits                   int32[3, room]; the caller calls again when there is more
    """
    letters, letter_bounds, flags = known
    rows = places[0]
    found = 0
    fine = np.uint64(64 - bits_of(sieve.shape[0] * 64))
    coarse = np.uint64(64 - bits_of(buckets.shape[0] - 1))
    for word in range(size):
        state, stop = np.uint64(0), min(word + longest, size)
        for other in range(word, stop):
            if rows[other] != rows[word]:
                break
            state = add_word(state, hashes[other])
            bit = state >> fine
            if not (sieve[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1):
                continue
            entry = np.int64(buckets[state >> coarse])
            while entry < keys.shape[0] and keys[entry] < state:
                entry += 1
            while entry < keys.shape[0] and keys[entry] == state:
                known_as = written(letters[letter_bounds[entry] : letter_bounds[entry + 1]])
                flag = flags[entry]
                last, spelled = last_word(codes, bounds, places, size, word, known_as, flag)
                if must_join:
                    last = last if spelled else -1
                if spelled and flag & np.uint8(NEVER_JOINED):
                    last = -1
                if last >= 0:
                    if found < hits.shape[1]:
                        hits[0, found] = word
                        hits[1, found] = last
                        hits[2, found] = entry
                    found += 1
                entry += 1
    return found


@jit
def is_tagged(text: str, start: int, place: int) -> bool:
    """Say whether a number sign stands before a place of a row that begins at `start`."""
    before = code_at(text, start + place - 1) if place > 0 else np.uint32(BLANK)
    return bool(before in (np.uint32(0x23), np.uint32(0xFE5F), np.uint32(0xFF03)))


@jit
def is_before(spans: NDArray[np.int32], one: int, other: int) -> int:
    """Compare two columns of row, start, end, phrase: -1 where the first comes before, 0, 1."""
    for line in range(4):
        if spans[line, one] != spans[line, other]:
            return -1 if spans[line, one] < spans[line, other] else 1
    return 0


@jit
def settle_hits(
    text: str,
    table: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    source: NDArray[np.int32],
    places: NDArray[np.int32],
    hits: NDArray[np.int32],
    size: int,
    owners: NDArray[np.int32],
    flags: NDArray[np.uint8],
    must_join: bool,
    spans: NDArray[np.int32],
) -> int:
    """Write row, start, end and phrase of hits, in order, each once; return how many are left.

    text, table  the originals in the order of reading, where the hits are shown, with the marks
                 behind them; and the table of the fold
    hits, size   as of `find_phrases`; those found as a tag only must stand behind a number sign
    spans        int32[4, size + 1]

    They come almost in order, so putting each where it belongs takes a step or none.
    """
    rows, starts, ends = places[0], places[1], places[2]
    count = 0
    for i in range(size):
        word, last, entry = hits[0, i], hits[1, i], hits[2, i]
        row = rows[word]
        start = source[bounds[1, row] + starts[word]]
        tag = flags[entry] & np.uint8(JOINED_ONLY) and not must_join
        if tag and not is_tagged(text, bounds[0, row], start):
            continue
        end, behind = source[bounds[1, row] + ends[last] - 1] + 1, bounds[0, row + 1]
        while bounds[0, row] + end < behind:
            if value_of(code_at(text, bounds[0, row] + end), table) != np.uint32(MARK):
                break
            end += 1
        mine = count
        spans[0, mine], spans[1, mine], spans[2, mine] = row, start, np.int32(end)
        spans[3, mine] = owners[entry]
        while mine > 0 and is_before(spans, mine, mine - 1) < 0:
            for line in range(4):
                held = spans[line, mine]
                spans[line, mine] = spans[line, mine - 1]
                spans[line, mine - 1] = held
            mine -= 1
        if mine > 0 and is_before(spans, mine, mine - 1) == 0:
            for line in range(4):
                for k in range(mine, count):
                    spans[line, k] = spans[line, k + 1]
            continue
        count += 1
    return count
