"""Files that people bring in good faith, made here; and the small makers that the hostile ones share."""

import io
import zipfile
import zlib

from PIL import Image

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
}


def pdf_of(objects, trailer=b""):
    """A PDF of these objects, the first of them its catalog, with a right directory."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def stream(content, entries=b""):
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def packed(content, entries=b""):
    return stream(zlib.compress(content), b"/Filter/FlateDecode" + entries)


def pdf(pages=2, catalog=b"", words=b"The safeguarding policy of the school", more=()):
    """A PDF with text on each page. Object 3 is the font; `more` begins after the pages."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>"
        % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(pages):
        objects.append(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (5 + 2 * number))
        objects.append(packed(b"BT /F 12 Tf 72 720 Td (%s, page %d) Tj ET" % (words, number + 1)))
    return pdf_of([*objects, *more])


def scanned_pdf():
    """Pictures of pages, and no text."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>",
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
            stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            packed(
                b"\xff" * 100 * 140,
                b"/Type/XObject/Subtype/Image/Width 100/Height 140/ColorSpace/DeviceGray/BitsPerComponent 8",
            ),
        ]
    )


def pdf_that_opens_on_its_first_page():
    return pdf(catalog=b"/OpenAction[4 0 R/Fit]")


def pdf_with_an_opening_action_that_turns_a_page():
    return pdf(catalog=b"/OpenAction<</S/GoTo/D[4 0 R/Fit]>>")


def pdf_with_a_wrong_directory():
    """Slightly wrong, as old programs write it; every reader opens it."""
    return pdf().replace(b"0000000009 00000 n", b"0000000008 00000 n")


def pdf_whose_directory_is_elsewhere():
    """As some programs leave it that change a file by hand; every reader finds its way."""
    return pdf().replace(b"startxref\n", b"startxref\n9")


def parts(kind="docx", body=b"", more_types="", links=""):
    """The members of an Office file, by name."""
    name, said = MAIN[kind]
    folder, _slash, file = name.rpartition("/")
    members = {
        "[Content_Types].xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{TYPES}">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{name}" ContentType="{said}"/>{more_types}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{KIND}/officeDocument" '
            f'Target="{name}"/></Relationships>'
        ).encode(),
        name: b'<?xml version="1.0" encoding="UTF-8"?><document>' + body + b"</document>",
    }
    if links:
        members[f"{folder}/_rels/{file}.rels"] = (
            f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'.encode()
        )
    return members


def link(kind, target, mode="External"):
    return f'<Relationship Id="x" Type="{KIND}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def zipped(members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx():
    return zipped(parts("docx", b"<p>How we keep pupils safe</p>" * 500))


def docx_stored_without_compression():
    return zipped(parts("docx", b"<p>How we keep pupils safe</p>"), zipfile.ZIP_STORED)


def docx_with_a_link_to_a_web_page():
    return zipped(parts("docx", links=link("hyperlink", "https://school.example/policy")))


def docx_with_a_template_of_the_writers_own_disk():
    return zipped(
        parts("docx", links=link("attachedTemplate", r"file:///C:\Users\amina\Templates\Normal.dotm"))
    )


def xlsx():
    return zipped(parts("xlsx", b"<row>42</row>" * 5_000))


def pptx(slides=3):
    members = parts("pptx")
    members |= {f"ppt/slides/slide{number}.xml": b"<slide/>" for number in range(1, slides + 1)}
    return zipped(members)


def picture(kind="PNG", size=(64, 48), mode="RGB", **how):
    file = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert(mode)
    image.save(file, kind, **how)
    return file.getvalue()


def png():
    return picture("PNG")


def png_with_transparency():
    return picture("PNG", mode="RGBA")


def png_of_few_colours():
    return picture("PNG", mode="P", transparency=0)


def jpeg():
    return picture("JPEG")


def jpeg_for_printing():
    return picture("JPEG", mode="CMYK")


def jpeg_of_a_phone():
    """Lies on its side, says so, and knows where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 12.0, 19.0), 3: "E", 4: (0.0, 7.0, 10.0)})
    return picture("JPEG", exif=exif.tobytes(), comment=b"at the school gate")
