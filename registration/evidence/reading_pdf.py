"""The reader of PDF documents: a part of `reading.py`, which loads it from here and nothing else with it."""

import io
from collections.abc import Iterator

import pypdfium2

LARGE = 1100, 1600
SMALL = 168, 224


def page(kind: str, content: bytes, number: int) -> tuple[dict[str, object], bytes]:
    """Text and picture of one page, small for a thumbnail; forms and scripts are never run."""
    most = SMALL if kind == "thumbnail" else LARGE
    document = pypdfium2.PdfDocument(content)
    one = document[min(max(1, number), len(document)) - 1]
    width, height = one.get_size()
    scale = min(most[0] / max(width, 1), most[1] / max(height, 1), 4)
    picture = one.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    written = io.BytesIO()
    picture.quantize(64).save(written, "PNG")
    text = one.get_textpage().get_text_bounded()
    return {"text": text, "pages": len(document)}, written.getvalue()


def texts(_kind: str, content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        try:
            one = document[number]
            text = one.get_textpage()
            yield text.get_text_bounded()
            text.close()
            one.close()
        except pypdfium2.PdfiumError:
            yield ""  # this page cannot be read; the others can
