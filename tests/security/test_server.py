"""What the real web server adds to an answer."""

import http.client
import socket
from urllib.parse import urlsplit

import pytest

from tests import live


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with live.service(tmp_path_factory.mktemp("server")) as service:
        yield service


@pytest.mark.parametrize("path", ["/", "/static/build/main.css", "/no-such-page", "/health"])
def test_no_answer_says_which_server_wrote_it(running, path):
    line = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=live.PATIENCE)

    line.request("GET", path)
    answer = line.getresponse()
    names = {name.lower() for name, _value in answer.getheaders()}
    line.close()

    assert {"date", "connection"} <= names
    assert "server" not in names


def test_nor_does_the_answer_to_what_is_no_request(running):
    address = urlsplit(running.url)

    with socket.create_connection((address.hostname, address.port), timeout=live.PATIENCE) as line:
        line.sendall(b"this is no request\r\n\r\n")
        answer = line.makefile("rb").read().decode()

    assert answer.startswith("HTTP/1.1 400 ")
    assert "server:" not in answer.lower()
