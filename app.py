"""The way in: `flask --app app …` and `gunicorn app:app` both start here."""

from registration import create_app

app = create_app()
