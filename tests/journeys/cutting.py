"""A bad line: a proxy on loopback that cuts every connection after so many bytes, and stays down a while."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 64 * 1024
DOWN = 1.5


class BadLine:
    """Cuts at each of `cuts`, counted in bytes from the browser to the service."""

    def __init__(self, target: int, cuts: list[int]):
        self.target, self.cuts = target, list(cuts)
        self.sent, self.times_cut, self.down_until = 0, 0, 0.0
        self.lock = threading.Lock()
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            if time.monotonic() < self.down_until:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            with self.lock:
                self.open |= {client, server}
            threading.Thread(target=self.carry, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.carry, args=(server, client, False), daemon=True).start()

    def carry(self, source: socket.socket, sink: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(CHUNK):
                sink.sendall(chunk)
                if up:
                    self.count(len(chunk))
        for end in (source, sink):
            end.close()
            self.open.discard(end)

    def count(self, size: int) -> None:
        with self.lock:
            self.sent += size
            if not self.cuts or self.sent < self.cuts[0]:
                return
            self.cuts.pop(0)
            self.times_cut += 1
            self.down_until = time.monotonic() + DOWN
            for end in list(self.open):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


@contextmanager
def bad_line(target: int, cuts: list[int]) -> Iterator[BadLine]:
    line = BadLine(target, cuts)
    try:
        yield line
    finally:
        line.listener.close()
