"""Pictures: PNG and JPEG, measured before they are decoded, and drawn again before they are kept.

Drawing again drops what a camera hides in the file, the place above all, and whatever
somebody hung behind the last pixel.
"""

import io
import threading
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from registration.evidence.inspection.outcome import Inspection, Limits, Refusal

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
GPS = 0x8825
ONE_AT_A_TIME = threading.Lock()
"""A large photograph takes 150 MB while it is drawn again."""

Image.MAX_IMAGE_PIXELS = Limits().pixels


def inspect(path: Path, found: Inspection, limits: Limits) -> Inspection:
    kind = FORMATS[found.media_type]
    with ONE_AT_A_TIME:
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, where it is imported, turns it on for everybody
        try:
            with Image.open(path, formats=[kind]) as picture:
                check_measures(picture.size, limits)
                placed = bool(picture.getexif().get_ifd(GPS))
                picture.load()
                drawn, size = draw_again(picture, kind)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise too_large(limits) from None
        except (
            UnidentifiedImageError,
            OSError,
            SyntaxError,
            ValueError,
            EOFError,
            KeyError,
            TypeError,
        ) as error:
            raise Refusal(
                "This picture is damaged or was cut short. Open it on your own computer, save a new copy, "
                "and upload that."
            ) from error
    said = "The place where this photograph was taken was removed from the file." if placed else ""
    return replace(
        found,
        width=size[0],
        height=size[1],
        replacement=drawn,
        warnings=found.warnings + ((said,) if said else ()),
    )


def check_measures(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise too_large(limits)


def too_large(limits: Limits) -> Refusal:
    return Refusal(
        f"This picture has too many pixels; the most is {limits.pixels // 1_000_000} million, and {limits.side:,} "
        "along a side. Save a smaller copy and upload that."
    )


def draw_again(picture: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    """The same picture, upright, with nothing but its pixels: a new file, and its size."""
    ImageOps.exif_transpose(picture, in_place=True)
    kept = {key: picture.info[key] for key in ("transparency",) if kind == "PNG" and key in picture.info}
    picture.info.clear()
    plain = picture if kind == "PNG" or picture.mode in {"RGB", "L"} else picture.convert("RGB")
    written = io.BytesIO()
    plain.save(written, kind, **kept, **({"quality": 90} if kind == "JPEG" else {}))
    return written.getvalue(), plain.size
