"""Finding a self-check by the token somebody carries."""

from sqlalchemy import select

from registration.accounts import links
from registration.database import db, now
from registration.self_check.models import SelfCheck


def check_with(token: str, *, to_change: bool = False) -> SelfCheck | None:
    """The self-check a token opens, until it ends. `to_change`: two pages saved at once wait for each other."""
    if not token:
        return None
    wanted = select(SelfCheck).where(SelfCheck.token_hash == links.hashed(token), SelfCheck.ends_at > now())
    if to_change:
        wanted = wanted.with_for_update()
    return db.session.scalars(wanted).one_or_none()
