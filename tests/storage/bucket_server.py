"""A small S3-compatible server on this machine, over real HTTP: what our store asks of one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

WRITTEN = "2026-03-01T10:00:00.000Z"


class Bucket(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "BucketServer"

    def log_message(self, *_words: object) -> None:
        return

    def answer(self, status: int, body: bytes = b"", length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("ETag", '"etag"')
        self.send_header("Last-Modified", "Sun, 01 Mar 2026 10:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/bucket").strip("/")

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("If-None-Match") == "*" and self.key in self.server.files:
            return self.answer(412)
        self.server.files[self.key] = body
        return self.answer(200)

    def do_GET(self) -> None:
        if self.key == "":
            return self.answer(200, self.listing())
        if self.key not in self.server.files:
            return self.answer(404)
        body = self.server.files[self.key]
        if self.server.answers_cut_short:
            self.answer(200, body[: len(body) // 2], length=len(body))
            self.close_connection = True
            return None
        return self.answer(200, body)

    def do_HEAD(self) -> None:
        body = self.server.files.get(self.key)
        self.answer(404 if body is None else 200, length=len(body or b""))

    def do_DELETE(self) -> None:
        self.server.files.pop(self.key, None)
        self.answer(204)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        keys = [part.split("</Key>")[0] for part in body.split("<Key>")[1:]]
        for key in keys:
            self.server.files.pop(key, None)
        deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self.answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode())

    def listing(self) -> bytes:
        prefix = parse_qs(urlsplit(self.path).query).get("prefix", [""])[0]
        rows = "".join(
            f"<Contents><Key>{key}</Key><LastModified>{WRITTEN}</LastModified><ETag>e</ETag>"
            f"<Size>{len(body)}</Size></Contents>"
            for key, body in sorted(self.server.files.items())
            if key.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode()


class BucketServer(ThreadingHTTPServer):
    daemon_threads = True
    answers_cut_short = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Bucket)
        self.files: dict[str, bytes] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def running() -> Iterator[BucketServer]:
    server = BucketServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
