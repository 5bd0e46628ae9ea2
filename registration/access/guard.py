"""The guard: every page says who may open it, and is handed the application it is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from registration.access.overtaken import overtaken, removed
from registration.access.policy import Action, allowed, visible_applications
from registration.access.refusing import why_not
from registration.access.roles import Role
from registration.access.standing import HEARD_ANEW
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.decisions.models import Appeal, Determination
from registration.errors import NO_SUCH_PAGE, NotAllowed, NotFound, SignedOut, typed
from registration.review.models import Assignment

View = Callable[..., ResponseReturnValue]
MARK = "who_may_open"
WITHOUT_GUARD = frozenset({"static"})


def signed_in() -> Person:
    """The person behind this request, as a record. Only for pages that ask for a sign-in."""
    person = current_user._get_current_object()
    if not isinstance(person, Person):
        abort(401)
    return person


def visitor() -> Person | None:
    """The person behind this request, or None."""
    return signed_in() if current_user.is_authenticated else None


def to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, and back here afterwards when this was only looked at. Text that was sent is given back."""
    if request.method not in ("GET", "HEAD") and typed():
        raise SignedOut
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=back))


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    setattr(view, MARK, "everybody")
    return view


def allow_signed_in(view: View) -> View:
    """Open to whoever is signed in: their own account, letters, home."""
    return guarded(view, "signed in", lambda: None)


def allow_role(*roles: Role) -> Callable[[View], View]:
    """Lists and desks of the body: open to the roles named."""

    def check() -> None:
        if not signed_in().roles & set(roles):
            raise NotFound

    return lambda view: guarded(view, ", ".join(sorted(roles)), check)


def guarded(view: View, mark: str, check: Callable[[], None]) -> View:
    @wraps(view)
    def opened(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return to_sign_in()
        check()
        return view(*args, **kwargs)

    setattr(opened, MARK, mark)
    return opened


def allow(action: Action) -> Callable[[View], View]:
    """Load the application named in the address, and let in only who may act on it.

    The view is handed the application itself. It has no other way to get one,
    so it cannot forget to ask. To a stranger an application does not exist; to
    someone on the case who may not do this, it says so.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def opened(reference: str, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return to_sign_in()
            return view(application_for(signed_in(), reference, action), **kwargs)

        setattr(opened, MARK, action)
        return opened

    return guard


def application_for(person: Person, reference: str, action: Action) -> Application:
    """The application by its reference, for this person and this action. Raises NotFound or NotAllowed."""
    wanted = visible_applications(person).where(Application.reference == reference)
    if person.is_staff:
        # What somebody of the body is here is told from the panel; nobody asks what its members are elsewhere.
        panel = joinedload(Application.assignments).joinedload(Assignment.person)
        wanted = wanted.options(panel.lazyload(Person.role_rows), panel.lazyload(Person.school))
    else:
        # What a school may know of its case turns on whether an outcome has been released.
        wanted = wanted.options(joinedload(Application.determinations))
    if request.method not in ("GET", "HEAD"):
        # One writer of a case at a time: what is sent is either in a submission, or after it and refused.
        wanted = wanted.with_for_update(of=Application)
    application = db.session.scalars(wanted).unique().one_or_none()
    if application is None:
        raise NotFound(removed(person, reference) or NO_SUCH_PAGE) if request.method == "POST" else NotFound
    if Role.DECISION_MAKER in person.roles and application.state in HEARD_ANEW:
        load_appeals(application)
    g.application_id = application.id
    if not allowed(person, action, application):
        late = overtaken(person, action, application) if request.method not in ("GET", "HEAD") else ""
        raise NotAllowed(late or why_not(person, action, application))
    return application


def load_appeals(application: Application) -> None:
    """The appeals with who heard them, and who decided what they are against and does not hear them. One statement."""
    people = (joinedload(Appeal.determination).joinedload(Determination.decided_by), joinedload(Appeal.decided_by))
    alone = [each.lazyload(of) for each in people for of in (Person.role_rows, Person.school)]
    wanted = select(Appeal).where(Appeal.application_id == application.id).order_by(Appeal.id)
    found = db.session.scalars(wanted.options(*alone))
    set_committed_value(application, "appeals", list(found))


def check_every_page_is_guarded(app: Flask) -> None:
    """Refuse to start with a page that does not say who may open it."""
    left_open = [e for e, view in app.view_functions.items() if e not in WITHOUT_GUARD and not hasattr(view, MARK)]
    if left_open:
        raise RuntimeError(f"These pages do not say who may open them: {', '.join(sorted(left_open))}")
