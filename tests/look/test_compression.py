"""What is text travels compressed; what is not, or is short, or is asked for plainly, travels as it is."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registration import STATIC

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_page_travels_compressed_and_is_the_same_page(client: FlaskClient):
    plain = client.get("/privacy")

    answer = client.get("/privacy", headers=PACKED)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == plain.data
    assert answer.content_length == len(answer.data) < len(plain.data) / 2
    assert "Accept-Encoding" in answer.headers.getlist("Vary")


def test_a_browser_that_does_not_ask_gets_the_page_as_it_is(client: FlaskClient):
    answer = client.get("/privacy")

    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"<!DOCTYPE html>")
    assert "Accept-Encoding" in answer.headers.getlist("Vary")


def test_the_length_of_a_compressed_page_tells_nothing_of_what_is_in_it(client: FlaskClient):
    lengths = {len(client.get("/privacy", headers=PACKED).data) for _ in range(20)}

    assert len(lengths) > 5


def test_scripts_travel_compressed(client: FlaskClient):
    answer = client.get("/static/autosave.js", headers=PACKED)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == (STATIC / "autosave.js").read_bytes()


@pytest.mark.parametrize("name", ["ui/mark.svg", "build/inter.woff2"])
def test_what_is_short_or_packed_already_travels_as_it_is(client: FlaskClient, name: str):
    with client.get(f"/static/{name}", headers=PACKED) as answer:
        travelled = answer.data

    assert "Content-Encoding" not in answer.headers
    assert travelled == (STATIC / name).read_bytes()


def test_a_part_of_a_file_is_that_part(client: FlaskClient):
    with client.get("/static/autosave.js", headers=PACKED | {"Range": "bytes=0-599"}) as answer:
        travelled = answer.data

    assert answer.status_code == 206
    assert travelled == (STATIC / "autosave.js").read_bytes()[:600]


def test_the_head_of_a_page_is_told_without_its_body(client: FlaskClient):
    answer = client.head("/privacy", headers=PACKED)

    assert answer.status_code == 200
    assert answer.data == b""
