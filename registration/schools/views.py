"""The pages of a school's profile: its sections, complete or not."""

from flask import Blueprint

bp = Blueprint("schools", __name__)
