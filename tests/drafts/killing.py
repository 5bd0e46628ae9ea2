"""A service that can be killed often: it starts in a moment, because its modules are loaded already."""

import multiprocessing
import os
import signal
import sys

from gunicorn.app import wsgiapp

from registration import feature_modules
from tests import live

LOADED = list(feature_modules("views", "jobs"))
"""What a start would spend its time on. A process that has loaded this module is kept, and divides itself."""


class Service:
    """gunicorn with a database of its own. Master and workers are new with each start, and end without a word."""

    def __init__(self, environment, log):
        self.environment, self.log, self.process = environment, log, None
        self.url = environment["PUBLIC_URL"]
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload([__name__])

    def start(self):
        self.process = self.context.Process(target=serve, args=(self.environment, str(self.log)))
        self.process.start()
        live.wait_for(f"{self.url}/static/site.js", str(self.log))  # a page would be made ready first

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()


def serve(environment, log):
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    with open(log, "ab") as lines:
        os.dup2(lines.fileno(), 1)
        os.dup2(lines.fileno(), 2)
    sys.argv = ["gunicorn", "app:app", "-k", "gthread", "-w", "2", "--threads", "4",
                "-b", f"127.0.0.1:{environment['PORT']}", "--no-control-socket"]  # fmt: skip
    wsgiapp.run()
