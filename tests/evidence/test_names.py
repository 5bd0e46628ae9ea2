"""What a file is called: refused when it hides something, cleaned for people, honest letters kept."""

import re
from urllib.parse import unquote

import pytest

from registration.evidence.inspection import Limits, clean_name, content_disposition, inspect
from tests.evidence import honest


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.pdf.exe", r"\.exe are not taken"),
        ("a.exe\0.pdf", "no file name may hold"),
        ("a.exe%00.pdf", "no file name may hold"),
        ("a.pdf\0", "no file name may hold"),
        ("a.pdf.", "ends with a dot"),
        ("a.pdf...", "ends with a dot"),
        ("a.pdf. ", "ends with a dot"),
        ("policy", "has no ending"),
        ("", "has no ending"),
        ("...", "ends with a dot"),
        ("pdf", "has no ending"),
        ("folder.pdf/policy", "has no ending"),
        ("a.exe.pdf", "two endings"),
        ("a.PHP.pdf", "two endings"),
        ("a.svg .png", "two endings"),
        ("a.docm", r"\.docm are not taken"),
        ("a.pdf\u202efdp.exe", r"\.exe are not taken"),
        ("a.pdf::$DATA", r"\.pdf::\$DATA are not taken"),
        ("a.pdf" + "x" * 5_000, "are not taken"),
    ],
)
def test_a_name_that_hides_what_the_file_is_is_refused(tmp_path, name, words):
    path = tmp_path / "upload"
    path.write_bytes(honest.pdf())

    found = inspect(path, name, Limits())

    assert found.refused
    assert re.search(words, found.refused)
    assert len(found.refused) < 300


@pytest.mark.parametrize(
    "name",
    [
        "policy.pdf",
        "Safeguarding policy v2.1 final.pdf",
        "www.school.com.pdf",
        "Politique d’éducation, « 2026 ».pdf",
        'He said "yes", twice; and so on.pdf',
        "سياسة حماية الطفل.pdf",
        "儿童保护政策.pdf",
        "می‌خواهم.pdf",
        "50% more & less + #1.pdf",
        "a=b.pdf",
    ],
)
def test_an_honest_name_stays_as_it_is(tmp_path, name):
    path = tmp_path / "upload"
    path.write_bytes(honest.pdf())

    found = inspect(path, name)

    assert found.refused is None
    assert found.clean_name == name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\amina\policy.pdf", "policy.pdf"),
        ("C:policy.pdf", "policy.pdf"),
        ("%2e%2e%2fpolicy.pdf", "%2e%2e%2fpolicy.pdf"),
        ("annex\u202efdp.pdf", "annexfdp.pdf"),
        ("\u2066policy\u2069.pdf", "policy.pdf"),
        ("two\r\nlines.pdf", "two lines.pdf"),
        ("a\tb\x1bc.pdf", "a b c.pdf"),
        ("  policy.pdf  ", "policy.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.tar.pdf", "_com1.tar.pdf"),
        ("nul", "_nul"),
        ("console.pdf", "console.pdf"),
        (".pdf", "unnamed.pdf"),
        (".htaccess.pdf", "htaccess.pdf"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("e\u0301cole.pdf", "école.pdf"),
        ("half \ud800 pair.pdf", "half ? pair.pdf"),
    ],
)
def test_a_name_is_cleaned_for_people(name, clean):
    assert clean_name(name) == clean
    assert clean_name(clean) == clean


def test_a_name_of_five_thousand_characters_is_cut_in_its_middle():
    plain, chinese = clean_name("x" * 5_000 + ".pdf"), clean_name("策" * 5_000 + ".pdf")

    assert (len(plain), plain[-5:]) == (120, "….pdf")
    assert len(chinese.encode()) <= 200
    assert chinese.endswith("….pdf")


@pytest.mark.parametrize(
    "name",
    [
        "policy.pdf",
        'a"b.pdf',
        "a;b=c.pdf",
        "a\r\nSet-Cookie: x=1.pdf",
        r"C:\x\y.pdf",
        "../../x.pdf",
        'a\\".pdf',
        "سياسة.pdf",
        "儿童 policy, ‘final’.pdf",
        "\ud800.pdf",
        "nul\0l.pdf",
        "x" * 5_000 + ".pdf",
        "50%41.pdf",
        "",
    ],
)
def test_the_download_header_is_one_well_formed_line(name):
    header = content_disposition(name)

    told = re.fullmatch(
        r"attachment; filename=\"([^\"\\%;/]+)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]+)", header
    )
    assert told
    assert header.isascii()
    assert header.isprintable()
    assert unquote(told[2]) == clean_name(name)


def test_the_download_header_has_a_name_for_old_browsers():
    assert 'filename="ecole.pdf"' in content_disposition("école.pdf")
    assert 'filename="file.pdf"' in content_disposition("策.pdf")
