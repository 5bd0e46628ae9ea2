"""A program of its own that draws a picture again, with nothing but its pixels: PNG or JPEG.

    drawing.py SOURCE TARGET FORMAT PIXELS SIDE > answer

The answer is one line of JSON (`width`, `height`, `placed`: it said where it was taken). It is started by
`pictures.py` for every picture, with limits, because a large photograph takes 150 MB while it is drawn, and files
from outside can break the library that reads them. It knows nothing of the rest of the service, and gets no secrets.
"""

import json
import sys

from PIL import Image, ImageOps

GPS = 0x8825
DAMAGED, TOO_LARGE = 3, 4


def draw_again(source: str, target: str, kind: str, pixels: int, side: int) -> dict[str, object] | None:
    """What was drawn; None when it has too many pixels, which is known before it is decoded."""
    Image.MAX_IMAGE_PIXELS = pixels
    with Image.open(source, formats=[kind]) as picture:
        width, height = picture.size
        if width * height > pixels or max(width, height) > side:
            return None
        placed = bool(picture.getexif().get_ifd(GPS))
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        kept = {key: picture.info[key] for key in ("transparency",) if kind == "PNG" and key in picture.info}
        picture.info.clear()
        plain = picture if kind == "PNG" or picture.mode in {"RGB", "L"} else picture.convert("RGB")
        plain.save(target, kind, **kept, **({"quality": 90} if kind == "JPEG" else {}))
        return {"width": plain.width, "height": plain.height, "placed": placed}


def main() -> int:
    source, target, kind = sys.argv[1:4]
    pixels, side = (int(word) for word in sys.argv[4:6])
    try:
        drawn = draw_again(source, target, kind, pixels, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - whatever a library makes of a strange file
        return DAMAGED
    if drawn is None:
        return TOO_LARGE
    sys.stdout.write(json.dumps(drawn))
    return 0


if __name__ == "__main__":
    sys.exit(main())
