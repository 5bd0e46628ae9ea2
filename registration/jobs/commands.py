"""`flask jobs work`: the worker. Start it beside the web server; start it twice to print two documents at once."""

import signal
import threading

import click
from flask.cli import AppGroup

from registration.database import db
from registration.errors import NotFound
from registration.jobs import running, service
from registration.jobs.models import Job

group = AppGroup("jobs", help="Work that is done outside a request.")


STATES = ("failed", "waiting", "running", "done")


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


@group.command("list")
@click.option("--state", default="failed", type=click.Choice(STATES), show_default=True)
@click.option("--most", default=50, show_default=True, help="So many at most, the latest first.")
def list_jobs(state: str, most: int) -> None:
    """What became of the work: by default the jobs that failed, each with its reason."""
    found = service.jobs_in(state, most)
    for job in found:
        click.echo(line_of(job))
    click.echo(f"{len(found)} {state}." if found else f"No job is {state}.")


def line_of(job: Job) -> str:
    at = job.finished_at or job.started_at or job.asked_at
    reference = f", {job.application.reference}" if job.application else ""
    told = f"{job.kind}{reference}, tried {job.attempts}: {job.message or 'no reason is kept'}"
    return f"{job.public_id}  {at:%Y-%m-%d %H:%M}  {told}"


@group.command("retry")
@click.argument("names", nargs=-1)
@click.option("--all", "every_one", is_flag=True, help="Every job that failed.")
def retry(names: tuple[str, ...], every_one: bool) -> None:
    """Try failed jobs again, by the names that `jobs list` shows. The worker does them."""
    if not names and not every_one:
        raise click.ClickException("Name the jobs to try again, as `flask jobs list` shows them, or say --all.")
    try:
        tried = service.try_again(None if every_one else names)
    except NotFound as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{len(tried)} jobs wait to be tried again.")
