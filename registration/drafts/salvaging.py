"""Text out of a form that is too large to be taken: read past its files, of which nothing is kept."""

from typing import Any
from urllib.parse import parse_qsl

from flask import g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, MultipartDecoder, NeedData

CHUNK = 64 * 1024
MOST_READ = 64 * 1024 * 1024
MOST_TEXT = 1024 * 1024
MOST_FIELDS = 1_000


def form_sent() -> MultiDict[str, str]:
    """The fields of this request's form; of one that is too large, those that can still be read."""
    try:
        return request.form
    except RequestEntityTooLarge:
        if "salvaged" not in g:
            g.salvaged = salvaged()
        return g.salvaged


def salvaged() -> MultiDict[str, str]:
    most = request.max_content_length
    if most is None or (request.content_length or 0) <= most:
        return MultiDict()  # it was refused for one of its parts, and some of it is read already
    stream = request.environ["wsgi.input"]
    if request.mimetype == "application/x-www-form-urlencoded":
        text = stream.read(min(4 * MOST_TEXT, request.content_length or 0)).decode(errors="replace")
        try:
            return MultiDict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
        except ValueError:
            return MultiDict()
    boundary = request.mimetype_params.get("boundary", "")
    try:
        return MultiDict(fields_in(stream, boundary.encode()) if boundary else [])
    except (ValueError, RequestEntityTooLarge):
        return MultiDict()


def fields_in(stream: Any, boundary: bytes) -> list[tuple[str, str]]:
    """The text fields of a multipart body, in order, up to a megabyte of them. Raises ValueError for nonsense."""
    decoder = MultipartDecoder(boundary, max_form_memory_size=MOST_TEXT, max_parts=MOST_FIELDS)
    found: list[tuple[str, bytes]] = []
    left = min(request.content_length or 0, MOST_READ)
    field = None
    while left > 0 and sum(len(text) for _, text in found) < MOST_TEXT:
        chunk = stream.read(min(CHUNK, left))
        left -= len(chunk)
        decoder.receive_data(chunk or None)
        event = decoder.next_event()
        while not isinstance(event, NeedData | Epilogue):
            if isinstance(event, Data) and field is not None:
                found[-1] = (field, found[-1][1] + event.data)
            elif not isinstance(event, Data):
                field = event.name if isinstance(event, Field) else None
                found += [(field, b"")] if field is not None else []
            event = decoder.next_event()
        if isinstance(event, Epilogue) or not chunk:
            break
    return [(name, text.decode(errors="replace")) for name, text in found]
