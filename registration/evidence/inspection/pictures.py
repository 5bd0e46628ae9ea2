"""Pictures: PNG and JPEG, measured before they are decoded, and drawn again before they are kept.

Drawing again drops what a camera hides in the file, the place above all, and whatever
somebody hung behind the last pixel. It is done by `drawing.py`, in a process of its own.
"""

import json
import threading
from dataclasses import replace
from pathlib import Path

from registration import programs
from registration.evidence.inspection.outcome import Inspection, Limits, Refusal

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
DRAWER = Path(__file__).with_name("drawing.py")
TOO_LARGE = 4
BOUNDS = programs.Bounds(memory=1_500_000_000, work=60, wait=120)
ONE_AT_A_TIME = threading.Lock()
"""A large photograph takes 150 MB while it is drawn again."""


def inspect(path: Path, found: Inspection, limits: Limits) -> Inspection:
    """The picture drawn again lies beside the file; who asked for the inspection removes it."""
    target = path.with_name(f"{path.name}.drawn")
    try:
        drawn = draw_again(path, target, FORMATS[found.media_type], limits)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    said = "The place where this photograph was taken was removed from the file." if drawn["placed"] else ""
    return replace(
        found,
        width=drawn["width"],
        height=drawn["height"],
        replacement=target,
        warnings=found.warnings + ((said,) if said else ()),
    )


def draw_again(path: Path, target: Path, kind: str, limits: Limits) -> dict[str, int]:
    with ONE_AT_A_TIME:
        try:
            done = programs.run(DRAWER, (path, target, kind, limits.pixels, limits.side), BOUNDS)
        except programs.TooSlow:
            raise damaged() from None
    if done.code == TOO_LARGE:
        raise too_large(limits)
    if done.code != 0:
        raise damaged()
    return dict(json.loads(done.made))


def damaged() -> Refusal:
    return Refusal(
        "This picture is damaged or was cut short. Open it on your own computer, save a new copy, and upload that."
    )


def too_large(limits: Limits) -> Refusal:
    return Refusal(
        f"This picture has too many pixels; the most is {limits.pixels // 1_000_000} million, and {limits.side:,} "
        "along a side. Save a smaller copy and upload that."
    )
