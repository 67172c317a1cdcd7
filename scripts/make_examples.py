"""Make the derived files of `examples/` from the texts that were written for it.

    python scripts/make_examples.py            writes them all
    python scripts/make_examples.py --check    exit status 1 when a derived text is out of date

The texts come out the same every time. The images depend on the version of Pillow in their
bytes, never in what they show.
"""

from __future__ import annotations

import html
import math
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SIDE = 800  # pixels, of the drawn emblem
QUOTE_AFTER = 4  # the statement is quoted after this many blocks of the article
TATWEEL, ZWNJ, ZWSP, RLM = "\u0640", "\u200c", "\u200b", "\u200f"
PERSIAN = str.maketrans({"ي": "\u06cc", "ك": "\u06a9", "ه": "\u06c1"})
INITIAL_FORMS = {
    unicodedata.decomposition(chr(code)).removeprefix("<initial> "): chr(code)
    for code in range(0xFE70, 0xFF00)
    if unicodedata.decomposition(chr(code)).startswith("<initial>")
}


def main() -> int:
    """Write or check the derived files and return the exit status."""
    texts = derived_texts()
    if "--check" in sys.argv[1:]:
        stale = [name for name, text in texts.items() if _read(name) != text]
        for name in stale:
            print(f"out of date: examples/{name}")
        return 1 if stale else 0
    for name, text in texts.items():
        (EXAMPLES / name).write_text(text, encoding="utf-8")
        print(f"wrote examples/{name}")
    emblem = draw_emblem()
    emblem.save(EXAMPLES / "image_original.png", optimize=True)
    recompress(emblem).save(EXAMPLES / "image_recompressed.jpg", quality=45)
    shrink(emblem).save(EXAMPLES / "image_small.jpg", quality=30)
    draw_lighthouse().save(EXAMPLES / "image_lighthouse.jpg", quality=85)
    draw_tea().save(EXAMPLES / "image_tea.jpg", quality=85)
    print("wrote the images of examples/")
    return 0


def derived_texts() -> dict[str, str]:
    """Return the derived texts by file name."""
    statement, article = _read("statement_ar.txt"), _read("article_ar.txt")
    return {
        "repost_ar.txt": disguise(statement),
        "article_ar_quoting.txt": quote_in_article(statement, article),
        "article_ar.html": web_page(article),
    }


def _read(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def _presented(word: str) -> str:
    return "".join(INITIAL_FORMS.get(f"{ord(letter):04X}", letter) for letter in word)


DISGUISES: tuple[Callable[[str], str], ...] = (
    TATWEEL.join,
    ZWSP.join,
    lambda word: word.translate(PERSIAN),
    _presented,
    " ".join,
    ".".join,
    lambda word: word[:-1] + word[-1] * 4,
    lambda word: RLM + ZWNJ.join(word) + RLM,
    lambda word: word,
)


QUOTING = (
    "وكانت جبهة الفانوس الأسود قد وزعت قبل انسحابها بيانًا اطلعت عليه الصحيفة، وجاء فيه: «{quoted}»."
)
CONDEMNING = (
    "وأدان مجلس الوادي ما ورد في بيان جبهة الفانوس الأسود، ووصفه المتحدث باسمه بأنه «كلام أجوف "
    "يستخف بعقول الناس»، فيما أكدت هيئة العلماء أن الجماعة لا تمثل أحدًا من أهل الوادي."
)


def disguise(statement: str) -> str:
    """Return the statement with another disguise on each third word, and other ends."""
    lines = []
    count = 0
    for line in statement.strip().splitlines():
        words = line.split()
        for place, word in enumerate(words):
            count += 1
            if count % 3 == 0 and word.isalpha():
                words[place] = DISGUISES[(count // 3) % len(DISGUISES)](word)
        lines.append(" ".join(words))
    return "\n".join(["وصلني الآن يا شباب 👇", *lines, "منقول من صديق 🏮"]) + "\n"


def quote_in_article(statement: str, article: str) -> str:
    """Return the article with the whole statement in quotation marks, attributed, condemned."""
    blocks = article.strip().split("\n\n")
    quoted = " ".join(statement.split())
    blocks[QUOTE_AFTER:QUOTE_AFTER] = [QUOTING.format(quoted=quoted), CONDEMNING]
    return "\n\n".join(blocks) + "\n"


def web_page(article: str) -> str:
    """Return the article as a newspaper's web page: header, menu, scripts, links, footer."""
    title, *paragraphs = (html.escape(block) for block in article.strip().split("\n\n"))
    body = "\n".join(f"        <p>{paragraph}</p>" for paragraph in paragraphs)
    return PAGE.replace("TITLE", title).replace("BODY", body)


PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>TITLE | صحيفة الميناء</title>
    <link rel="canonical" href="https://almina.example/analysis/what-is-left">
    <style>body { font-family: serif; } .menu a { color: #333; }</style>
    <script>window.pageData = { section: "analysis", tags: ["lantern", "valley"] };</script>
</head>
<body>
    <header>
        <a href="https://almina.example/"><img src="/logo.svg" alt="صحيفة الميناء"></a>
        <nav class="menu">
            <a href="/politics">سياسة</a>
            <a href="/economy">اقتصاد</a>
            <a href="/analysis">تحليلات</a>
            <a href="/sport">رياضة</a>
        </nav>
    </header>
    <main>
    <article>
        <h1>TITLE</h1>
        <p class="byline">كتبه: فريق التحرير &middot; <time datetime="2024-05-12">12 مايو</time></p>
        <figure>
            <img src="/photos/market.jpg" alt="سوق بلدة رملان بعد إعادة فتحه">
            <figcaption>سوق بلدة رملان بعد إعادة فتحه (صحيفة الميناء)</figcaption>
        </figure>
BODY
        <p>اقرأ أيضًا: <a href="/analysis/salt-road">كيف غيّر طريق الملح اقتصاد الوادي؟</a></p>
    </article>
    <aside>
        <h2>الأكثر قراءة</h2>
        <ul>
            <li><a href="/sport/final">أمطار تؤجل نهائي كأس الوادي</a></li>
            <li><a href="/economy/mills">المطاحن تعود إلى العمل</a></li>
        </ul>
    </aside>
    </main>
    <footer>
        <p>جميع الحقوق محفوظة &copy; صحيفة الميناء</p>
        <a href="/about">من نحن</a> | <a href="/privacy">الخصوصية</a>
    </footer>
    <script src="/static/site.js" async></script>
</body>
</html>
"""


def draw_emblem() -> Image.Image:
    """Return the drawn emblem: a lantern over hills, with gradients on every scale."""
    image = _sky()
    draw = ImageDraw.Draw(image)
    _draw_rays(draw)
    _draw_hills(draw)
    _draw_lantern(draw)
    _draw_border(draw)
    return image.filter(ImageFilter.GaussianBlur(0.8))


def _sky() -> Image.Image:
    down = Image.linear_gradient("L").resize((SIDE, SIDE))
    glow = Image.radial_gradient("L").resize((SIDE, SIDE))
    red = Image.eval(glow, lambda level: 250 - level * 9 // 10)
    green = Image.blend(Image.eval(glow, lambda level: 190 - level * 7 // 10), down, 0.25)
    blue = Image.eval(down, lambda level: 150 - level // 2)
    return Image.merge("RGB", (red, green, blue))


def _draw_rays(draw: ImageDraw.ImageDraw) -> None:
    centre = SIDE * 0.46
    for ray in range(18):
        angle, width = math.tau * ray / 18 + 0.11, 0.06 + 0.02 * (ray % 3)
        ends = [
            (SIDE / 2 + SIDE * math.cos(turn), centre + SIDE * math.sin(turn))
            for turn in (angle - width, angle + width)
        ]
        draw.polygon([(SIDE / 2, centre), *ends], fill=(236, 190 - 4 * ray, 70 + 5 * ray))


def _draw_hills(draw: ImageDraw.ImageDraw) -> None:
    for row, (height, wave, colour) in enumerate(
        ((0.70, 3.1, (70, 92, 84)), (0.78, 4.7, (48, 64, 70)), (0.87, 6.3, (26, 34, 44)))
    ):
        ridge = [
            (x, SIDE * (height + 0.05 * math.sin(wave * x / SIDE * 2 + 1.7 * row)))
            for x in range(0, SIDE + 1, 4)
        ]
        draw.polygon([(0, SIDE), *ridge, (SIDE, SIDE)], fill=colour)


def _draw_lantern(draw: ImageDraw.ImageDraw) -> None:
    dark, brass, light = (18, 16, 20), (164, 118, 46), (255, 226, 140)
    draw.arc((340, 70, 460, 210), 170, 370, fill=dark, width=16)
    draw.polygon([(310, 230), (400, 130), (490, 230)], fill=dark)
    draw.rectangle((290, 226, 510, 256), fill=brass)
    draw.polygon([(300, 256), (500, 256), (540, 520), (260, 520)], fill=dark)
    for pane in range(3):
        left = 300 + 70 * pane
        draw.polygon(
            [(left + 6, 280), (left + 54, 280), (left + 60, 496), (left - 8, 496)],
            fill=(light[0], light[1] - 34 * pane, light[2] - 40 * pane),
        )
    draw.ellipse((374, 350, 426, 470), fill=(250, 120, 40))
    draw.ellipse((388, 390, 412, 462), fill=(255, 246, 210))
    draw.rectangle((240, 520, 560, 552), fill=brass)
    draw.polygon([(270, 552), (530, 552), (500, 610), (300, 610)], fill=dark)


def _draw_border(draw: ImageDraw.ImageDraw) -> None:
    for step in range(26):
        at = 16 + step * 30
        size = 6 + step % 4 * 3
        draw.ellipse((at, 12, at + size, 12 + size), fill=(40, 20 + 6 * step, 60))
        draw.rectangle((at, SIDE - 30, at + size, SIDE - 30 + size), fill=(220, 200 - 5 * step, 90))
        draw.ellipse((14, at, 14 + size, at + size), fill=(200 - 5 * step, 90, 40))


def recompress(image: Image.Image) -> Image.Image:
    """Return the image at 60 % of its side and a tenth brighter."""
    small = image.resize((SIDE * 6 // 10, SIDE * 6 // 10), Image.Resampling.BILINEAR)
    return ImageEnhance.Brightness(small).enhance(1.1)


def shrink(image: Image.Image) -> Image.Image:
    """Return the image at 40 % of its side, with a little less contrast."""
    small = image.resize((SIDE * 4 // 10, SIDE * 4 // 10), Image.Resampling.LANCZOS)
    return ImageEnhance.Contrast(small).enhance(0.92)


def draw_lighthouse() -> Image.Image:
    """Return a lighthouse by the sea at dusk, an innocent picture with a light in it."""
    image = Image.merge(
        "RGB",
        [
            Image.linear_gradient("L")
            .resize((SIDE, SIDE))
            .point([first + level // 3 for level in range(256)])
            for first in (60, 80, 150)
        ],
    )
    draw = ImageDraw.Draw(image)
    draw.polygon([(585, 190), (0, 40), (0, 290)], fill=(240, 222, 160))
    for row in range(12):
        crest = [
            (x, 560 + 22 * row + 9 * math.sin(x / (31 + 4 * row) + row))
            for x in range(0, SIDE + 1, 8)
        ]
        draw.polygon([(0, SIDE), *crest, (SIDE, SIDE)], fill=(20, 70 + 5 * row, 110 - 4 * row))
    draw.polygon(
        [(430, SIDE), (520, 610), (690, 590), (SIDE, 650), (SIDE, SIDE)], fill=(84, 74, 66)
    )
    for band in range(6):
        top, colour = 230 + 64 * band, (206, 60, 50) if band % 2 else (238, 234, 226)
        left, right = 556 - 7 * band, 624 + 7 * band
        draw.polygon(
            [(left, top), (right, top), (right + 7, top + 64), (left - 7, top + 64)], colour
        )
    draw.rectangle((566, 160, 614, 230), fill=(255, 236, 150))
    draw.polygon([(552, 162), (590, 112), (628, 162)], fill=(52, 46, 60))
    return image


def draw_tea() -> Image.Image:
    """Return two glasses of tea on a chequered cloth, an innocent picture."""
    image = Image.new("RGB", (SIDE, SIDE * 3 // 4), (232, 214, 186))
    draw = ImageDraw.Draw(image)
    for square in range(160):
        x, y = square % 16 * 50, 220 + square // 16 * 50
        if (square + square // 16) % 2:
            draw.rectangle((x, y, x + 49, y + 49), fill=(186, 74, 66))
    for left in (130, 470):
        draw.ellipse((left - 50, 440, left + 230, 520), fill=(246, 244, 238))
        draw.polygon(
            [(left, 150), (left + 180, 150), (left + 150, 470), (left + 30, 470)],
            fill=(226, 232, 232),
        )
        draw.polygon(
            [(left + 8, 230), (left + 172, 230), (left + 148, 458), (left + 32, 458)],
            fill=(160, 66, 22),
        )
        draw.ellipse((left + 8, 214, left + 172, 246), fill=(190, 92, 36))
        draw.polygon([(left + 60, 190), (left + 100, 176), (left + 130, 226)], fill=(74, 130, 62))
    return image.filter(ImageFilter.GaussianBlur(0.8))


if __name__ == "__main__":
    sys.exit(main())
