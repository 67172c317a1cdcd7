"""The definition of the comparing form, one code point at a time, and why each choice was made.

`scripts/make_fold_table.py` writes it down as a table; nothing asks it at run time. In order:

1. a lookalike is taken for the letter it imitates;
2. NFKD: presentation forms, ligatures, full-width and mathematical letters come apart, and
   composed letters leave their marks behind (not NFKC: that would keep composed letters whole);
3. case is folded, and lookalikes are looked for again;
4. marks (Mn, Me, Mc), format characters (Cf), tatweel and letters without ink are dropped, and
   so are the modifier letters (Lm) that are no form of another letter, as the half rings and
   accents that stand beside a letter: words that are written with them must not fall apart;
5. every decimal digit becomes an ASCII digit;
6. punctuation, symbols, separators, controls, private use, lone surrogates, and what Unicode had
   not assigned when the table was made become a blank: nobody can read it, so it may part
   letters but not disguise them.

A newer Python changes nothing: only a new table does, and the table carries its Unicode version.

Source: Unicode Standard Annex 15 (NFKD), section 3.13 (case folding), chapter 9.2 (Arabic).
"""

from __future__ import annotations

import unicodedata

BLANK = " "
LIMIT = 0x110000  # one past the last code point

# Variants in shape of one Arabic letter. The carriers of hamza (أ إ آ ؤ ئ) are not here: NFKD
# parts them. Hamza on the line (ء) is a letter of its own.
# Not folded, because Persian, Urdu, Kurdish and Pashto tell words apart by them and too many
# innocent words would be joined: پ چ ژ گ ڤ ٹ ڈ ڑ ے. Folded, though Pashto, Uighur or Kurdish
# have them as letters, because a reader of Arabic takes them for ornament: ګ ڭ ې ۆ ڵ ڕ.
# Letters written without dots go to the one they most often stand for: ٮ to ب, ڡ to ف, ٯ to ق,
# ں to ن. (In a text without any dots ٮ may also be ت ث ن ي; that is not guessed.)
ARABIC = {
    "ا": "ٱٲٳٵݳݴࡰࡱࡲࡳࡴࡵࡶࡷࡸࡹࡺࡻࡼࡽࡾࡿࢀࢁࢂ",
    "ب": "ٮ",
    "ر": "ڕ",
    "س": "ڛ",
    "ف": "ڡڢࢻ",
    "ق": "ٯڧࢼ",
    "ك": "ػؼکڪګڬڭڮݢݣݤ",
    "ل": "ڵڶڷڸ",
    "ن": "ںࢽ",
    "ه": "ةھہۀۂۃەۿ",
    "و": "ۄۅۆۇۈۉۊۋۏݸݹ",
    "ي": "ؠؽؾؿىیۍێېۑݵݶݷ",
}

# Letters of other scripts, and ornamented Latin ones, that pass for a Latin letter. A letter
# goes with its capital, so a word of its own script still equals itself in capitals: Greek eta
# is an h because its capital is. Where the two forms resemble different letters the one that
# cannot be told apart wins (nu is a v, upsilon a y).
LATIN = {
    "a": "аɑαᴀꭺ🅐🅰",
    "b": "вβʙ🅑🅱",
    "c": "сϲᴄ🅒🅲",
    "d": "ԁđᴅɖɗ🅓🅳",
    "e": "еεᴇ🅔🅴",
    "f": "ƒꜰ🅕🅵",
    "g": "ցɡɢ🅖🅶",
    "h": "һнհηħʜ🅗🅷",
    "i": "іιıɪɩᵻ🅘🅸",
    "j": "јյϳᴊ🅙🅹",
    "k": "кκᴋ🅚🅺",
    "l": "ӏłʟ🅛🅻",
    "m": "мμᴍ🅜🅼",
    "n": "ոɴ🅝🅽",
    "o": "оοօøᴏ🅞🅾",
    "p": "рρᴘ🅟🅿",
    "q": "ԛզ🅠🆀",
    "r": "ʀ🅡🆁",
    "s": "ѕꜱ🅢🆂",
    "t": "тτŧᴛ🅣🆃",
    "u": "սᴜ🅤🆄",
    "v": "ѵνᴠ🅥🆅",
    "w": "ԝωᴡѡ🅦🆆",
    "x": "хχ🅧🆇",
    "y": "уүυʏγ🅨🆈",
    "z": "ζᴢ🅩🆉",
}

_UNASSIGNED_BUT_INVISIBLE = ((0x2065, 0x2066), (0xFFF0, 0xFFF9), (0xE0000, 0xE1000))
INVISIBLE = frozenset(
    "\u0640"  # tatweel
    "\u0674\u06e5\u06e6"  # high hamza and the small letters of Quranic spelling
    "\ua78b\ua78c"  # saltillo, a letter that looks like an apostrophe
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters without ink
    + "".join(chr(code) for span in _UNASSIGNED_BUT_INVISIBLE for code in range(*span))
)


def _spread(families: dict[str, str]) -> dict[str, str]:
    return {variant: letter for letter, variants in families.items() for variant in variants}


def _with_capitals(lookalikes: dict[str, str]) -> dict[str, str]:
    """Add what NFKD would take out of reach: the capital of each lookalike."""
    capitals = {variant.upper(): letter for variant, letter in lookalikes.items()}
    return {sign: letter for sign, letter in capitals.items() if len(sign) == 1} | lookalikes


# Flags are written with letters in boxes; each is a word, so that a flag behind a word is no part
# of it, and letters that spell one are read as spelled out.
FLAG_LETTERS = {chr(0x1F1E6 + i): f" {chr(ord('a') + i)} " for i in range(26)}

LOOKALIKES = _spread(ARABIC) | _with_capitals(_spread(LATIN)) | FLAG_LETTERS


def is_mark(code: int) -> bool:
    """Say whether a code point is a mark that is drawn on the letter before it."""
    return unicodedata.category(chr(code)) in ("Mn", "Me", "Mc")


def fold_code_point(code: int) -> str:
    """Return what a code point becomes: nothing, one code point, several, or a blank."""
    folded = _fold_once(chr(code))
    while (again := "".join(map(_fold_once, folded))) != folded:
        folded = again
    return folded


def _fold_once(char: str) -> str:
    if char in INVISIBLE:
        return ""
    parted = unicodedata.normalize("NFKD", LOOKALIKES.get(char, char))
    return "".join(_fold_part(part) for part in parted.casefold())


def _fold_part(char: str) -> str:
    char = LOOKALIKES.get(char, char)
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Mc", "Cf", "Lm") or char in INVISIBLE:
        return ""
    if category[0] == "N" and (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    return BLANK if category[0] in "PSZC" else char
