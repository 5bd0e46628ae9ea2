"""Registration of online schools: from first interest to a signed report and a certificate."""

import logging
import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import config
import standards
from registration import errors, filters, tables, web
from registration.access.guard import check_every_page_is_guarded
from registration.accounts import sessions
from registration.compression import Compressed
from registration.database import db
from registration.drafts import places
from registration.reports import process
from registration.storage import open_store
from registration.workflow import calendar, clocks

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "templates"
STATIC = HERE / "static"


def create_app(env: Mapping[str, str] | None = None, *, commands: bool = True) -> Flask:
    """Build the app from its settings: extensions, features, checks. Raises when a page has no guard.

    Without `commands` it serves pages and does jobs, and knows nothing of `flask …`: what operators run brings
    the demonstration and the migrations along, some 20 MB that a worker of the web never uses.
    """
    settings = config.settings(os.environ if env is None else env)
    app = web.Web(__name__, template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(config.flask_config(settings))
    app.logger.setLevel(logging.INFO)
    set_templates(app)
    db.init_app(app)
    CSRFProtect(app)
    sessions.init_app(app)
    places.use([app.config["SECRET_KEY"], *app.config["SECRET_KEY_FALLBACKS"]])
    app.extensions["store"] = open_store(settings.storage_url, least_free=settings.low_disk_bytes)
    calendar.use(str(settings.body_time_zone), settings.body_holidays)
    clocks.configure(settings.working_days)
    process.configure(settings.pdf_seconds, settings.pdf_bytes, settings.pdfs_at_once)
    if settings.standards_dir != config.ROOT / "standards":
        standards.add_folder(settings.standards_dir)
    errors.register(app)
    filters.register(app)
    web.set_headers(app)
    kinds = ("views", "jobs", "commands") if commands else ("views", "jobs")
    for module in list(feature_modules(*kinds)):  # all, before the first is registered: they may share a blueprint
        add_feature(app, module)
    check_every_page_is_guarded(app)
    serve(app, settings)
    return app


def set_templates(app: Flask) -> None:
    """Ours, then the macros of the GOV.UK components. A name a template uses and nobody gave is an error."""
    app.jinja_env.loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES), PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def feature_modules(*kinds: str) -> Iterator[ModuleType]:
    """Each feature's pages, jobs or commands: modules named views, jobs, commands, or ending so."""
    for feature in iter_modules([str(HERE)]):
        if not feature.ispkg:
            continue
        for module in iter_modules([str(HERE / feature.name)]):
            if module.name.rpartition("_")[2] in kinds:
                yield import_module(f"registration.{feature.name}.{module.name}")


def add_feature(app: Flask, module: ModuleType) -> None:
    if hasattr(module, "bp") and module.bp.name not in app.blueprints:
        app.register_blueprint(module.bp)
    if hasattr(module, "group"):
        app.cli.add_command(module.group)
    if hasattr(module, "migrate"):
        module.migrate.init_app(app)


def serve(app: web.Web, settings: config.Settings) -> None:
    """What stands before the app: compression, static files with far expiry, and the proxies we were told of."""
    hops = settings.trusted_proxies
    if hops:
        app.outermost = ProxyFix(app.outermost, x_for=hops, x_proto=hops, x_host=0)
    looked_up_each_time = settings.environment == "development"
    files = WhiteNoise(
        app.outermost, root=str(STATIC), prefix="static/", max_age=3600, autorefresh=looked_up_each_time
    )
    app.outermost = Compressed(files)


__all__ = ["create_app", "tables"]
