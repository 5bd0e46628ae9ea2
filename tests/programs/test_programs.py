"""Programs of our own: they get no secrets, keep their limits, and take nothing along when they end."""

import os
import tempfile
import time

import pytest

from registration import programs
from registration.evidence import reading
from registration.evidence.inspection import drawing, pdf, pdf_facts, pictures
from registration.evidence.showing import READER
from registration.reports import process

BOUNDS = programs.Bounds(memory=400_000_000, work=5, wait=60)


@pytest.fixture
def run(tmp_path):
    def run(source, *words, bounds=BOUNDS, **more):
        program = tmp_path / "program.py"
        program.write_text(source)
        return programs.run(program, words, bounds, **more)

    return run


def test_a_program_gets_its_words_and_its_bytes_and_answers(run):
    answer = run(
        "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + repr(sys.argv[1:]).encode()); sys.exit(3)",
        "kind", 7, given=b"bytes",
    )  # fmt: skip

    assert answer == programs.Answer(3, b"bytes['kind', '7']", b"")


def test_a_program_is_given_no_secrets(run, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "very-secret")
    monkeypatch.setenv("FONTCONFIG_FILE", "fonts.conf")
    told = "import os, sys; sys.stdout.write(' '.join(sorted(os.environ)))"

    names = set(run(told, settings=("FONTCONFIG_FILE",)).made.decode().split())

    assert names - {"LC_CTYPE"} <= {*programs.KEPT, "FONTCONFIG_FILE"}
    assert "FONTCONFIG_FILE" in names


def test_a_program_finds_nothing_of_the_service(run):
    assert run("import registration").code == 1


def test_a_program_that_waits_too_long_is_ended_with_all_it_started(run, tmp_path):
    child = tmp_path / "child"
    source = f"""
import subprocess, time
child = subprocess.Popen(["sleep", "60"])
open({str(child)!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    began = time.monotonic()

    with pytest.raises(programs.TooSlow):
        run(source, bounds=programs.Bounds(memory=400_000_000, work=5, wait=3))

    assert time.monotonic() - began < 50
    assert ended(int(child.read_text()))


def ended(pid):
    for _ in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        with open(f"/proc/{pid}/stat") as stat:
            if stat.read().rpartition(")")[2].split()[0] == "Z":
                return True
        time.sleep(0.05)
    return False


def test_work_without_end_is_told_from_a_crash(run):
    endless = run("while True: pass", bounds=programs.Bounds(memory=400_000_000, work=1, wait=60))
    crashed = run("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")

    assert endless.worked_too_long
    assert crashed.code < 0
    assert not crashed.worked_too_long


def test_memory_has_an_end(run):
    assert run("bytearray(500_000_000)").code == 1
    assert run("bytearray(5_000_000)").code == 0


def test_what_was_written_before_the_end_is_kept(run):
    with tempfile.TemporaryFile() as into:
        with pytest.raises(programs.TooSlow):
            run(
                "import time; print('so far', flush=True); time.sleep(60)",
                bounds=programs.Bounds(memory=400_000_000, work=5, wait=3), into=into,
            )  # fmt: skip
        into.seek(0)

        assert into.read() == b"so far\n"


def test_every_program_stands_alone():
    for program in (pictures.DRAWER, pdf.LOOKER, READER, process.PRINTER, *readers()):
        source = program.read_text()

        assert "import registration" not in source
        assert "from registration" not in source


def readers():
    return {reading.HERE / name for name in reading.READERS.values()}


def test_every_name_that_the_looker_finds_has_words():
    assert {*pdf_facts.KEYS, *pdf_facts.VALUES, pdf_facts.OPENING} == set(pdf.WORDS)
    assert {pdf_facts.DAMAGED, pdf_facts.LOCKED, pdf_facts.TOO_COMPLICATED} == set(pdf.TROUBLES)
    assert pictures.TOO_LARGE == drawing.TOO_LARGE
