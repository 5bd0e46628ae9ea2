"""What a start brings along: commands for the program `flask`, and none of their weight for a worker of the web."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOR_OPERATORS = {"alembic", "flask_migrate", "registration.demonstration.service", "registration.jobs.commands"}
FOR_THE_PRINTER = {"weasyprint", "fontTools"}
FOR_FILES_FROM_OUTSIDE = {"pikepdf", "pypdfium2", "pypdfium2_raw", "PIL"}
FOR_BUCKETS = {"obstore"}
FOR_SIGNATURES = {"pyhanko", "pyhanko_certvalidator", "asn1crypto"}
FOR_COPIES = {"docx", "lxml"}
LOADED = "import app, sys; print(*sys.modules)"


def started(tmp_path, *command):
    env = {**os.environ, "REGISTRATION_ENV": "test", "DATABASE_URL": f"sqlite:///{tmp_path / 'started.db'}"}
    env.pop("FLASK_RUN_FROM_CLI", None)
    done = subprocess.run([sys.executable, *command], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_worker_of_the_web_loads_neither_commands_nor_what_reads_and_draws_files(tmp_path):
    loaded = set(started(tmp_path, "-c", LOADED).split())

    assert "registration.review.queue_views" in loaded
    heavy = FOR_OPERATORS | FOR_THE_PRINTER | FOR_FILES_FROM_OUTSIDE | FOR_BUCKETS | FOR_SIGNATURES | FOR_COPIES
    assert loaded & heavy == set()


@pytest.mark.parametrize(
    "command", ["accounts", "audit", "db", "demo", "jobs", "policy", "report", "standards", "workflow"]
)
def test_the_program_flask_has_every_command(app, command):
    answer = app.test_cli_runner().invoke(args=[command, "--help"])

    assert answer.exit_code == 0


def test_app_offers_the_commands_to_the_program_flask(tmp_path):
    listed = started(tmp_path, "-m", "flask", "--app", "app", "--help")

    assert "\n  demo " in listed
    assert "\n  jobs " in listed
