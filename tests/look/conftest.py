"""A page that shows one form, in an app of its own: no database, no features."""

from types import SimpleNamespace

import html5lib
import pytest
from flask import Flask
from flask_wtf import CSRFProtect

from registration import set_templates
from registration.forms import new_once_key

PAGE = """{% from "macros/forms.html" import error_summary, open_form, close_form, field, button %}
<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><h1>A page</h1>
{{ error_summary(form) }}{{ open_form(form, upload=True) }}
{% for f in form %}{% if f.type not in ("HiddenField", "CSRFTokenField") %}{{ field(f) }}{% endif %}{% endfor %}
{{ button("Save") }}{{ close_form() }}</body></html>"""


@pytest.fixture(scope="session")
def bare():
    """An app with our templates and with forged-request protection, and nothing else."""
    app = Flask("bare")
    app.config["SECRET_KEY"] = "for these tests alone"
    set_templates(app)
    CSRFProtect(app)
    app.jinja_env.globals["once_key"] = new_once_key
    app.jinja_env.globals["draft_of"] = lambda _form, _id: None
    return app


@pytest.fixture
def show(bare):
    """show(FormClass, posted) → the form as it was read, and its page as a tree."""

    def show_(form_class, posted=None, **given):
        how = {"method": "POST", "data": posted} if posted is not None else {}
        with bare.test_request_context("/", **how):
            form = form_class(**given)
            valid = form.validate() if posted is not None else None
            html = bare.jinja_env.from_string(PAGE).render(form=form)
            html.encode()  # a page that cannot be sent is no page
        tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(html.strip())
        return SimpleNamespace(form=form, valid=valid, html=html, tree=tree)

    return show_
