"""The way in: `flask --app app …` and `gunicorn app:app` both start here. Only the first has commands."""

import os

from registration import create_app

app = create_app(commands=os.environ.get("FLASK_RUN_FROM_CLI") == "true")  # the `flask` program says so
