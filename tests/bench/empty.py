"""The service with one page more, which asks for a sign-in and does nothing: what autosave is compared with."""

import os

from flask.typing import ResponseReturnValue

from registration import create_app
from registration.access.guard import allow_signed_in


@allow_signed_in
def empty() -> ResponseReturnValue:
    return "", 204


app = create_app(os.environ)
app.add_url_rule("/empty", view_func=empty, methods=["POST"])
