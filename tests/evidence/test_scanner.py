"""The scanner speaks to a server of ours on a real socket, which keeps ClamAV's protocol."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from registration.evidence.inspection import ScannerUnavailable, scan
from registration.evidence.inspection.signatures import TEST_STRING

MOST = 1_000_000


def take_file(line):
    """The file that is sent, or None when it is over the limit and the pipe is dropped."""
    reader = line.makefile("rb")
    assert reader.read(10) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack(">I", reader.read(4))[0]:
        content += reader.read(size)
        if len(content) > MOST:
            return None
    return content


def clamd(line):
    content = take_file(line)
    if content is None:
        line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
    elif TEST_STRING in content:
        line.sendall(b"stream: Eicar-Test-Signature FOUND\0")
    else:
        line.sendall(b"stream: OK\0")


@contextmanager
def listening(answer, family=socket.AF_INET, address=("127.0.0.1", 0)):
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind(address)
        server.listen()

        def serve():
            line, _from = server.accept()
            with line:
                answer(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()
        thread.join(timeout=60)


@pytest.fixture
def file(tmp_path):
    def file(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return file


def asked(file, answer, seconds=60):
    with listening(answer) as (host, port):
        return scan(file, f"tcp://{host}:{port}", seconds)


def test_a_clean_file_is_clean(file):
    assert asked(file(b"x" * 700_000), clamd) == "clean"


def test_an_infected_file_is_named(file):
    assert asked(file(b"x" * 300_000 + TEST_STRING), clamd) == "infected:Eicar-Test-Signature"


def test_a_unix_socket_will_do(file, tmp_path):
    path = str(tmp_path / "clamd.sock")
    with listening(clamd, socket.AF_UNIX, path):
        assert scan(file(b"clean"), f"unix://{path}") == "clean"


def test_a_file_over_the_scanners_limit_is_not_clean(file):
    with pytest.raises(ScannerUnavailable):
        asked(file(b"x" * 20_000_000), clamd)


@pytest.mark.parametrize(
    "answer",
    [b"", b"\0", b"stream: OK", b"OK\0", b"stream: OKAY\0", b"stream: x ERROR\0", b"FOUND\0", b"x" * 9_000],
)
def test_an_unclear_answer_is_not_clean(file, answer):
    def unclear(line):
        take_file(line)
        line.sendall(answer)

    with pytest.raises(ScannerUnavailable):
        asked(file(b"clean"), unclear)


def test_a_scanner_that_hangs_up_is_not_clean(file):
    with pytest.raises(ScannerUnavailable):
        asked(file(b"x" * 5_000_000), lambda line: line.close())


def test_a_scanner_that_never_answers_is_given_up(file):
    waiting = threading.Event()

    def silent(line):
        waiting.wait(60)

    with listening(silent) as (host, port):
        with pytest.raises(ScannerUnavailable, match="did not take the file"):
            scan(file(b"clean"), f"tcp://{host}:{port}", 0.3)
        waiting.set()


def test_a_scanner_that_is_down_is_not_clean(file):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # it is nobody's else, and nobody listens

        with pytest.raises(ScannerUnavailable, match="did not take the file"):
            scan(file(b"clean"), f"tcp://127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["", "localhost:3310", "http://localhost", "tcp://"])
def test_an_address_that_is_none_is_named(file, address):
    with pytest.raises(ScannerUnavailable, match="tcp://host:port or unix:///path"):
        scan(file(b"clean"), address)
