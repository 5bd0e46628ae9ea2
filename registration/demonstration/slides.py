"""Slide shows for demonstration evidence: PPTX, with one plain master, layout and theme."""

from xml.sax.saxutils import escape

from registration.demonstration.office import OFFICE, package
from registration.demonstration.papers import Page

SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def pptx_of(title: str, pages: list[Page]) -> bytes:
    """A slide show: a title slide, then one slide a page with its heading and lines."""
    slides = [Page(title), *pages]
    count = len(slides)
    parts = [
        (f"ppt/slides/slide{n}.xml", "presentationml.slide+xml", _slide(page), "slide")
        for n, page in enumerate(slides, start=1)
    ]
    parts.append(
        ("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster+xml", _master(), "slideMaster")
    )
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    show = (
        f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="2147483648" r:id="rId{count + 1}"/>'
        f'</p:sldMasterIdLst><p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    layout = [("slideLayout", "../slideLayouts/slideLayout1.xml")]
    loose = [
        ("ppt/slideLayouts/slideLayout1.xml", "presentationml.slideLayout+xml", _layout()),
        ("ppt/theme/theme1.xml", "theme+xml", _theme()),
    ]
    links = {f"ppt/slides/slide{n}.xml": layout for n in range(1, count + 1)}
    links["ppt/slideMasters/slideMaster1.xml"] = [*layout, ("theme", "../theme/theme1.xml")]
    links["ppt/slideLayouts/slideLayout1.xml"] = [("slideMaster", "../slideMasters/slideMaster1.xml")]
    return package(
        ("ppt/presentation.xml", "presentationml.presentation.main+xml", show), parts, loose, links
    )


def _shape(number: int, kind: str, words: list[str], place: tuple[int, int, int, int], size: int) -> str:
    left, top, width, height = place
    index = "" if kind == "title" else ' idx="1"'
    text = (
        "".join(
            f'<a:p><a:r><a:rPr lang="en-GB" sz="{size}"/><a:t>{escape(line)}</a:t></a:r></a:p>'
            for line in words
        )
        or "<a:p/>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{kind} {number}"/><p:cNvSpPr/><p:nvPr>'
        f'<p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>"
    )


def _slide(page: Page) -> str:
    lines = [line.removeprefix("- ") for line in page.text.strip().splitlines() if line.strip()]
    lines += ["   |   ".join(row) for row in page.table]
    shapes = _shape(2, "title", [page.heading], (838200, 365125, 10515600, 1325563), 3600)
    if lines:
        shapes += _shape(3, "body", lines, (838200, 1825625, 10515600, 4351338), 2000)
    return (
        f"<p:sld {_spaces()}><p:cSld>{_tree(shapes)}</p:cSld><p:clrMapOvr><a:masterClrMapping/>"
        "</p:clrMapOvr></p:sld>"
    )


def _master() -> str:
    colours = (
        'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" '
        + " ".join(f'accent{n}="accent{n}"' for n in range(1, 7))
        + ' hlink="hlink" folHlink="folHlink"'
    )
    listed = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
    shapes = _shape(2, "title", [], (838200, 365125, 10515600, 1325563), 3600) + _shape(
        3, "body", [], (838200, 1825625, 10515600, 4351338), 2000
    )
    return (
        f"<p:sldMaster {_spaces()}><p:cSld>{_tree(shapes)}</p:cSld><p:clrMap {colours}/>{listed}"
        "</p:sldMaster>"
    )


def _layout() -> str:
    return (
        f'<p:sldLayout {_spaces()} type="obj"><p:cSld name="Title and text">{_tree("")}</p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _tree(shapes: str) -> str:
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:spTree>{group}{shapes}</p:spTree>"


def _spaces() -> str:
    return f'xmlns:p="{SLIDE}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'


def _theme() -> str:
    names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    shades = [
        "202833",
        "FFFFFF",
        "29566B",
        "F2F4F7",
        "29566B",
        "7A5C8E",
        "B8860B",
        "4E7D4F",
        "8C3B3B",
        "5B6770",
        "29566B",
        "7A5C8E",
    ]
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{shade}"/></a:{name}>' for name, shade in zip(names, shades, strict=True)
    )
    face = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    formats = (
        f"<a:fillStyleLst>{plain * 3}</a:fillStyleLst><a:lnStyleLst>{f'<a:ln>{plain}</a:ln>' * 3}"
        "</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst>"
    )
    return (
        f'<a:theme xmlns:a="{DRAWING}" name="Calm"><a:themeElements><a:clrScheme name="Calm">{colours}'
        "</a:clrScheme>"
        f'<a:fontScheme name="Calm"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>'
        "</a:fontScheme>"
        f'<a:fmtScheme name="Calm">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )
