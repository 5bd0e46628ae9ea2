"""A mail server of a test's own."""

import dataclasses
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from tests import live


class Postbox:
    """What a mail server took; addresses named in `refuses` it does not take."""

    def __init__(self):
        self.mails, self.refuses, self.busy = [], set(), False
        self.on_arrival = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.busy:
            return "451 try again later"
        self.on_arrival()
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    @property
    def subjects(self):
        return [mail["Subject"] for _to, mail in self.mails]


@pytest.fixture
def use_server(app):
    """Puts the address of a mail server, and other settings, in force until the test ends."""
    before = app.config["SETTINGS"]

    def use(address, **others):
        app.config["SETTINGS"] = dataclasses.replace(before, mail_url=address, **others)

    yield use
    app.config["SETTINGS"] = before


@pytest.fixture
def post(use_server):
    """A mail server of this test's own, put into the settings."""
    box, port = Postbox(), live.free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, ready_timeout=live.PATIENCE)
    controller.start()
    use_server(f"smtp://127.0.0.1:{port}")
    yield box
    controller.stop()
