"""Forms far past any size, sent by nobody known: refused in a moment, and none of it fills the memory."""

import tracemalloc

import pytest

from registration.drafts import salvaging
from tests.browser import Browser

MEGABYTE = 1024 * 1024
HEAD = b'--cut\r\nContent-Disposition: form-data; name="a"\r\n'
BODIES = {
    "fields": ("application/x-www-form-urlencoded", b"&".join(b"%x" % n for n in range(600_000))),
    "parts": ("multipart/form-data; boundary=cut", (HEAD + b"\r\nx\r\n") * 3_000),
    "one header": ("multipart/form-data; boundary=cut", HEAD + b"X-Long: " + b"x" * 20 * MEGABYTE),
    "no part at all": ("multipart/form-data; boundary=cut", b"\r\n--cu" * 3 * MEGABYTE),
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_form_past_any_size_is_refused_and_fills_no_memory(app, cast, monkeypatch, kind):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10_000)
    content_type, body = BODIES[kind]
    browser = Browser(app)
    tracemalloc.start()

    answer = browser.client.post("/sign-in", data=body, content_type=content_type)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert 400 <= answer.status_code < 500
    assert most < len(body) + 40 * MEGABYTE


def test_the_text_of_a_form_that_is_too_large_is_still_read(app, monkeypatch):
    body = HEAD + b"\r\nkept\r\n" + b"--cut--\r\n"
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10)
    sent = {"data": body, "method": "POST", "content_type": "multipart/form-data; boundary=cut"}
    with app.test_request_context("/sign-in", **sent):
        assert salvaging.form_sent().to_dict() == {"a": "kept"}
