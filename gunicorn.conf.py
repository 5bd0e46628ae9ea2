"""How the web server behaves, whoever starts it: gunicorn reads this file from the folder it is started in."""

from gunicorn.http.wsgi import Response

described = Response.default_headers


def undescribed(self: Response) -> list[str]:
    """The headers of every answer, without the one that says which server wrote it. There is no setting for it."""
    return [line for line in described(self) if not line.startswith("Server:")]


Response.default_headers = undescribed
