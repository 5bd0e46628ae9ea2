"""`flask jobs work`: the worker. Start it beside the web server; start it twice to print two documents at once."""

import signal
import threading

import click
from flask.cli import AppGroup

from registration.jobs import running

group = AppGroup("jobs", help="Work that is done outside a request.")


@group.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def work(once: bool) -> None:
    """Do the work that is waiting, until told to stop. The job in hand is finished first."""
    if once:
        running.plan_periodic()
        click.echo(f"{running.run_waiting()} jobs were run.")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    running.work(stop)
