"""`flask db`: bring the tables of a database to those of this version, and back."""

from pathlib import Path

from flask_migrate import Migrate

from registration.database import db

migrate = Migrate(db=db, directory=str(Path(__file__).parent), render_as_batch=True, compare_type=True)
