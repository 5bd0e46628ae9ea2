"""Pictures for demonstration evidence: screens of an invented learning platform, and scans of papers.

Drawn with Pillow and the typeface it carries itself, so that they look alike on every machine.
"""

import io

from PIL import Image, ImageDraw, ImageFont

INK, QUIET, PAPER, SEA, SAND = "#202833", "#5b6770", "#ffffff", "#29566b", "#f2f4f7"
TILES = ("#cfe0e6", "#e6dcc8", "#d8e4d0", "#e4d6e6")


def platform_page(school: str, title: str, courses: list[str]) -> Image.Image:
    """The home page of a learning environment as a student sees it: courses as tiles, the day's lessons beside them."""
    picture = Image.new("RGB", (1280, 800), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 1280, 72), fill=SEA)
    draw.text((32, 20), school, fill=PAPER, font=_type(26))
    draw.text((1010, 26), "Report a worry", fill=PAPER, font=_type(20))
    draw.rounded_rectangle((996, 16, 1160, 58), 8, outline=PAPER, width=2)
    draw.text((32, 100), title, fill=INK, font=_type(34))
    for place, course in enumerate(courses):
        left, top = 32 + 290 * (place % 3), 170 + 210 * (place // 3)
        draw.rounded_rectangle((left, top, left + 270, top + 190), 12, fill=SAND)
        draw.rounded_rectangle((left, top, left + 270, top + 96), 12, fill=TILES[place % len(TILES)])
        draw.text((left + 16, top + 112), course, fill=INK, font=_type(20))
        draw.text((left + 16, top + 148), f"Unit {place + 2} of 8", fill=QUIET, font=_type(16))
    draw.rectangle((920, 170, 1248, 770), fill=SAND)
    draw.text((944, 190), "Today, in your time", fill=INK, font=_type(22))
    for place, lesson in enumerate(
        ("09:00  Tutor time", "09:30  Live lesson", "10:45  Study time", "12:00  Live lesson", "13:30  Clubs")
    ):
        draw.text((944, 240 + 58 * place), lesson, fill=INK, font=_type(19))
        draw.line((944, 276 + 58 * place, 1224, 276 + 58 * place), fill="#c7cdd4", width=2)
    return picture


def lesson_screen(title: str, rooms: list[str]) -> Image.Image:
    """A live lesson seen by the teacher: four breakout rooms with a shared board, no faces and no names."""
    picture = Image.new("RGB", (1280, 720), INK)
    draw = ImageDraw.Draw(picture)
    draw.text((28, 18), title, fill=PAPER, font=_type(24))
    for place, room in enumerate(rooms):
        left, top = 28 + 420 * (place % 2), 70 + 310 * (place // 2)
        draw.rounded_rectangle((left, top, left + 400, top + 290), 10, fill=PAPER)
        draw.text((left + 18, top + 14), room, fill=SEA, font=_type(22))
        for note in range(6):
            x, y = left + 20 + 124 * (note % 3), top + 62 + 108 * (note // 3)
            draw.rectangle((x, y, x + 110, y + 92), fill=TILES[(note + place) % len(TILES)])
            draw.line((x + 12, y + 24, x + 90, y + 24), fill=QUIET, width=3)
            draw.line((x + 12, y + 44, x + 70, y + 44), fill=QUIET, width=3)
    draw.rectangle((880, 70, 1252, 690), fill="#2f3946")
    draw.text((902, 88), "Chat (seen by all, kept 30 days)", fill=PAPER, font=_type(18))
    for place, line in enumerate(
        (
            "S7: our source is from 1998",
            "S3: the map disagrees",
            "Teacher: which would you trust?",
            "S11: can we use both?",
            "S2: room 3 has a counterexample",
        )
    ):
        draw.text((902, 140 + 46 * place), line, fill="#dfe4ea", font=_type(17))
    return picture


def paper(lines: list[str], *, seal: str = "") -> Image.Image:
    """A printed certificate as a scanner gives it: a little grey, a little turned, with a round seal."""
    sheet = Image.new("RGB", (1000, 1414), "#f4f1ea")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((60, 60, 940, 1354), outline="#9a917c", width=5)
    draw.rectangle((74, 74, 926, 1340), outline="#9a917c", width=2)
    for place, line in enumerate(lines):
        size = 44 if place == 0 else 27
        width = draw.textlength(line, font=_type(size))
        draw.text(((1000 - width) / 2, 190 + place * 84), line, fill="#2b2a33", font=_type(size))
    if seal:
        draw.ellipse((690, 1090, 880, 1280), outline="#7c2f2f", width=6)
        draw.ellipse((706, 1106, 864, 1264), outline="#7c2f2f", width=2)
        draw.text((728, 1168), seal, fill="#7c2f2f", font=_type(22))
    draw.line((140, 1240, 430, 1240), fill="#2b2a33", width=3)
    draw.text((140, 1254), "Registrar", fill="#2b2a33", font=_type(22))
    return sheet.rotate(0.7, resample=Image.Resampling.BILINEAR, fillcolor="#d9d6cf")


def png(picture: Image.Image) -> bytes:
    return _kept(picture.quantize(64), "PNG")


def jpeg(picture: Image.Image) -> bytes:
    return _kept(picture, "JPEG")


def _kept(picture: Image.Image, kind: str) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, quality=70)
    return data.getvalue()


def _type(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
