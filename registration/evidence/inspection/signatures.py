"""Bytes by which a file is known."""

_HALVES = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}", rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
TEST_STRING = b"".join(_HALVES)
"""The antivirus test string of EICAR; kept in halves, so that scanners leave this file alone."""

TEST_FOUND = (
    "This file holds the antivirus test string, so it is treated as a virus and was not stored. "
    "Remove it, check your computer with an antivirus program, and upload a clean copy."
)

OVERLAP = 256
"""How many bytes of one piece are looked at again with the next; more than the longest mark."""

PDF, PNG, JPEG, ZIP = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

STRANGERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GIF8", "This is a GIF picture. Save it as PNG or JPEG and upload that copy."),
    (
        0,
        b"RIFF",
        "This is a WebP picture or a recording. Save a picture as PNG or JPEG; add a recording as a link.",
    ),
    (0, b"II*\0", "This is a TIFF picture. Save it as PDF, PNG or JPEG and upload that copy."),
    (0, b"MM\0*", "This is a TIFF picture. Save it as PDF, PNG or JPEG and upload that copy."),
    (4, b"ftyphe", "This is a HEIC photograph. Save it as JPEG and upload that copy."),
    (4, b"ftypmif", "This is a HEIC photograph. Save it as JPEG and upload that copy."),
    (4, b"ftyp", "This is a recording. Recordings are not uploaded: add it as a link instead."),
    (0, b"{\\rtf", "This is a rich text document. Save it as DOCX or PDF and upload that copy."),
    (0, b"%!PS", "This is a PostScript file. Save it as PDF and upload that copy."),
    (0, b"MZ", "This is a program. Only documents and pictures are taken: choose another file."),
    (0, b"\x7fELF", "This is a program. Only documents and pictures are taken: choose another file."),
)
"""Place, bytes, and what to say of files that people bring in good faith, or not."""
