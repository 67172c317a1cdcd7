"""Finding phrases by the hashes of their words: look up, verify, put in order.

A word's hash is taken over its letters with runs of one letter made one, so that a word and its
drawn-out form meet; digits are never made one. Every candidate is compared letter by letter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import (
    END,
    KIND,
    ROW,
    START,
    Plan,
    bounds_of,
    hashes_of,
    letters_of,
    source_of,
    words_of,
)
from mizan.kernels.compile import jit
from mizan.kernels.fold import MARK, TOO_SMALL, trace_text, value_of
from mizan.kernels.known import (
    BEGINS,
    MOST_WORDS,
    add_word,
    bits_for,
    bits_of,
    buckets_of,
    records_of,
    sieve_of,
    writing_of,
)
from mizan.kernels.strings import code_at
from mizan.kernels.words import is_digit, split_words

BLANK = 0x20
DRAWN_OUT = 3  # so many of one letter, one after the other, may stand for fewer
DOUBLED = 3  # so many doubled letters in one phrase may stand for single ones
LONG = 5  # letters of a word in ASCII that may begin with a doubled consonant

JOINED_ONLY = 1  # flag of an entry: a phrase without its blanks, for spelled-out text alone
NEVER_JOINED = 2  # flag of an entry: too short to be believed when it is spelled out
FLAG_BITS, FLAGS = 3, 7  # in a record, below the number of the phrase
STARTS = 2**32 - 1  # in a record, where the entry begins in the writing
EXACT = 4  # flag of an entry: not found drawn out

SPELLED_OUT = 1  # kind of a word: it was spelled out letter by letter


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
def bytes_behind(head: np.uint32) -> int:
    """Return how many bytes of UTF-8 follow the first one of a code point."""
    more = 1 if head >= np.uint32(0xC0) else 0
    more += 1 if head >= np.uint32(0xE0) else 0
    return more + 1 if head >= np.uint32(0xF0) else more


@jit
def written(letters: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return the code points of valid UTF-8."""
    codes, size, place = np.empty(letters.shape[0], np.uint32), 0, 0
    while place < letters.shape[0]:
        head = np.uint32(letters[place])
        more = bytes_behind(head)
        code = head & np.uint32(0x7F if more == 0 else 0x3F >> more)
        for i in range(more):
            low = np.uint32(letters[place + 1 + i]) & np.uint32(0x3F)
            code = (code << np.uint32(6)) | low
        codes[size] = code
        size += 1
        place += 1 + more
    return codes[:size]


@jit
def equal_words(codes: NDArray[np.uint32], letters: NDArray[np.uint8]) -> int:
    """Return the number of blanks in a phrase that `codes` begins with, as whole words, or -1."""
    place, read, blanks = 0, 0, 0
    while read < letters.shape[0]:
        head = np.uint32(letters[read])
        more = bytes_behind(head)
        code = head & np.uint32(0x7F if more == 0 else 0x3F >> more)
        for i in range(more):
            code = (code << np.uint32(6)) | (np.uint32(letters[read + 1 + i]) & np.uint32(0x3F))
        if place >= codes.shape[0] or codes[place] != code:
            return -1
        blanks += code == np.uint32(BLANK)
        read += 1 + more
        place += 1
    return blanks if place == codes.shape[0] or codes[place] == np.uint32(BLANK) else -1


@jit
def last_word(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    words: NDArray[np.int32],
    size: int,
    word: int,
    entry: NDArray[np.uint32],
    flag: np.uint8,
) -> tuple[int, bool]:
    """Return the last word of a phrase that stands at `word`, or -1; and whether any is joined.

    The letters of the text decide. size: how many words there are.
    """
    rows, starts, ends, kinds = words[ROW], words[START], words[END], words[KIND]
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
def put_in_order(spans: NDArray[np.int32], count: int) -> int:
    """Move the last of `count` + 1 columns to its place among the others; return how many are left.

    They come almost in order, so it takes a step or none. What is there already is left out.
    """
    mine = count
    while mine > 0 and is_before(spans, mine, mine - 1) < 0:
        for line in range(4):
            held = spans[line, mine]
            spans[line, mine] = spans[line, mine - 1]
            spans[line, mine - 1] = held
        mine -= 1
    if mine == 0 or is_before(spans, mine, mine - 1):
        return count + 1
    for line in range(4):
        for k in range(mine, count):
            spans[line, k] = spans[line, k + 1]
    return count


@jit
def end_in_text(
    text: str, table: NDArray[np.uint32], bounds: NDArray[np.int64], row: int, end: int
) -> int:
    """Return an end, exclusive and within its row of `text`, moved past the marks behind it."""
    while bounds[0, row] + end < bounds[0, row + 1]:
        if value_of(code_at(text, bounds[0, row] + end), table) != np.uint32(MARK):
            break
        end += 1
    return end


@jit
def stands_at(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    words: NDArray[np.int32],
    reading: tuple[int, bool],
    word: int,
    letters: NDArray[np.uint8],
    flag: np.uint8,
) -> int:
    """Return the last word of a phrase that stands at `word`, or -1.

    reading: how many words there are; whether only those that need a joined word count.
    """
    size, must_join = reading
    if not must_join:  # and so no word is joined: most hits are written as the phrase is
        row = words[ROW, word]
        text = codes[bounds[1, row] + words[START, word] : bounds[1, row + 1]]
        blanks = equal_words(text, letters)
        if blanks >= 0:
            return word + blanks
    last, joined = last_word(codes, bounds, words, size, word, written(letters), flag)
    never = joined and flag & np.uint8(NEVER_JOINED)
    return -1 if never or (must_join and not joined) else last


@jit
def find_phrases(  # noqa: C901 - one loop over the words
    text: str,
    table: NDArray[np.uint32],
    block: NDArray[np.int32],
    plan: Plan,
    traced: int,
    words: NDArray[np.int32],
    reading: tuple[int, bool],
    known: NDArray[np.uint64],
    spans: NDArray[np.int32],
) -> int:
    """Write row, start, end and number of every phrase found, in order; return how many there are.

    text, table   the texts in the order of reading, and the table of the fold
    block, plan   the batch; the source is written, when something is found, unless `traced`
    words         as of `split_words`
    reading       how many words; whether only phrases that need a joined word count
    known         the phrases, as of `mizan.kernels.known`
    spans         int32[4, room]: in the text as it is read; TOO_SMALL when there are more
    """
    codes, bounds = letters_of(block, plan), bounds_of(block, plan)
    sieve, buckets = sieve_of(known), buckets_of(known)
    records, letters = records_of(known), writing_of(known)
    source = source_of(block, plan)
    size, must_join = reading
    rows, hashes = words[ROW], hashes_of(words)
    count, room, last_entry = 0, spans.shape[1], records.shape[0] - 1
    fine = np.uint64(64 - bits_of(sieve.shape[0]))
    coarse = np.uint64(64 - bits_of(buckets.shape[0] - 2))
    for word in range(size):
        state, row = np.uint64(0), rows[word]
        for other in range(word, min(word + MOST_WORDS, size)):
            if rows[other] != row:
                break
            state = add_word(state, hashes[other])
            bits = sieve[state >> fine]
            ends, begins = bits_for(state), bits_for(state >> np.uint64(BEGINS))
            if bits & ends == ends:
                entry = np.int64(buckets[state >> coarse])
                while entry < last_entry and records[entry, 0] < state:
                    entry += 1
                while entry < last_entry and records[entry, 0] == state:
                    begin = np.int64(records[entry, 1] & np.uint64(STARTS))
                    beyond = np.int64(records[entry + 1, 1] & np.uint64(STARTS))
                    number = records[entry, 1] >> np.uint64(32)
                    flag = np.uint8(number & np.uint64(FLAGS))
                    letter = letters[begin:beyond]
                    last = stands_at(codes, bounds, words, reading, word, letter, flag)
                    if last >= 0:
                        if count == room:
                            return TOO_SMALL
                        if not traced:
                            trace_text(text, table, block, plan)
                            traced = 1
                        start = source[bounds[1, row] + words[START, word]]
                        end = source[bounds[1, row] + words[END, last] - 1] + 1
                        tag = bool(flag & np.uint8(JOINED_ONLY)) and not must_join
                        if not tag or is_tagged(text, bounds[0, row], start):
                            spans[0, count] = row
                            spans[1, count] = start
                            spans[2, count] = end_in_text(text, table, bounds, row, end)
                            spans[3, count] = np.int32(number >> np.uint64(FLAG_BITS))
                            count = put_in_order(spans, count)
                    entry += 1
            if bits & begins != begins:
                break
    return count


@jit
def cut_and_find(
    text: str,
    table: NDArray[np.uint32],
    block: NDArray[np.int32],
    plan: Plan,
    traced: int,
    known: NDArray[np.uint64],
    spans: NDArray[np.int32],
) -> tuple[int, int, bool]:
    """Cut the words of a batch and find phrases among them; return the count of both, and spelled.

    As `split_words` and `find_phrases`, in one call. The count of phrases is TOO_SMALL, too,
    where the block has no room for all words.
    """
    words = words_of(block, plan)
    size, spelled = split_words(letters_of(block, plan), bounds_of(block, plan), words)
    if size > words.shape[1]:
        return TOO_SMALL, size, spelled
    reading = (size, False)
    count = find_phrases(text, table, block, plan, traced, words, reading, known, spans)
    return count, size, spelled
