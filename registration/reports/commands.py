"""`flask report write`: the report of an application as a PDF, from the shell."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from registration.applications.models import Application
from registration.database import db, now
from registration.errors import Refused
from registration.reports.builder import content_of
from registration.reports.frozen import restored
from registration.reports.page import html_of
from registration.reports.process import printed
from registration.reports.queries import report_of
from registration.reports.settings import names

group = AppGroup("report", help="Approval-visit reports.")


@group.command("write")
@click.argument("reference")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-html", is_flag=True, help="Write the page the PDF is made from instead.")
def write(reference: str, file: Path, as_html: bool) -> None:
    """Write the report of REFERENCE to FILE: the last edition, byte for byte, or a draft when there is none."""
    application = db.session.scalar(select(Application).where(Application.reference == reference))
    if application is None:
        raise click.ClickException(f"There is no application {reference}.")
    try:
        file.write_bytes(page_of(application).encode() if as_html else bytes_of(application))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {file} ({file.stat().st_size:,} bytes).")


def bytes_of(application: Application) -> bytes:
    """The stored bytes of the last edition; else a draft, printed now and kept nowhere."""
    edition = next((e for e in reversed(report_of(application).editions) if e.storage_key), None)
    if edition is not None and edition.storage_key is not None and edition.sha256 is not None:
        return b"".join(current_app.extensions["store"].verified(edition.storage_key, edition.sha256))
    return printed(page_of(application))


def page_of(application: Application) -> str:
    report = report_of(application)
    if report.editions:
        return html_of(restored(report.editions[-1].content))
    return html_of(content_of(report, names(), number=1, draft=True, dated=now()))
