"""The page of docs on checking what we give out: its commands know our reports, and no others."""

import pytest

from registration.reports.process import printed
from registration.reports.signing import Signer, root_of, signed
from tests import documented

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1><p>text</p></body></html>'


@pytest.fixture(scope="module")
def paper():
    return printed(PAGE)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return Signer(tmp_path_factory.mktemp("signer") / "ours", "A Body", may_make=True)


def test_the_commands_we_give_to_check_a_report_without_us_know_it_and_no_other(paper, ours, tmp_path):
    report = signed(paper, ours)
    changed = bytearray(report)
    changed[300] ^= 1
    strange = signed(paper, Signer(tmp_path / "strange", "A Body", may_make=True))
    answers = {}

    for name, content in {"ours": report, "changed": changed, "strange": strange}.items():
        folder = tmp_path / f"of-{name}"
        folder.mkdir()
        (folder / "report.pdf").write_bytes(bytes(content))
        (folder / "root.pem").write_bytes(root_of(ours) or b"")
        answers[name] = documented.run("checking.md", "A final report", folder)

    assert answers["ours"].returncode == 0, answers["ours"].stderr
    assert "CMS Verification successful" in answers["ours"].stderr
    assert [answers[name].returncode == 0 for name in ("changed", "strange")] == [False, False]
