"""When two schools may be one: the same registration number or web domain, however each was written.

There is no list of every public ending of a domain here. The few that schools share are named below; with another
one two schools may be shown as alike that are not, and a case officer sees at once that they differ.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

PUBLIC = frozenset({"ac", "co", "com", "edu", "gob", "gov", "k12", "mil", "net", "nom", "or", "org", "sch", "school"})
"""Second parts that many schools share under the ending of a country: `edu.pt`, `sch.uk`."""

HOSTS = frozenset({
    "blogspot.com", "facebook.com", "github.io", "google.com", "instagram.com", "linkedin.com", "netlify.app",
    "notion.site", "pages.dev", "squarespace.com", "vercel.app", "webflow.io", "weebly.com", "wixsite.com",
    "wordpress.com", "youtube.com",
})  # fmt: skip
"""Hosts on which anybody can have a page: being there together says nothing."""

LOOK_ALIKE = str.maketrans({
    "\u0430": "a", "\u03b1": "a", "\u0441": "c", "\u03f2": "c", "\u0435": "e", "\u03b5": "e", "\u0456": "i",
    "\u03b9": "i", "\u0131": "i", "\u043c": "m", "\u0501": "d", "\u0261": "g", "\u0433": "r",
})  # fmt: skip
"""Cyrillic, Greek and other letters that look like those of the word."""

CAMBRIDGE = "cambridge"


def domain_of(website: str) -> str:
    """The host of a web address, in one spelling: small letters, without www or a last dot, IDN as it travels."""
    address = website.strip() if "//" in website else f"//{website.strip()}"
    try:
        host = (urlsplit(address).hostname or "").rstrip(".").removeprefix("www.")
        return host.encode("idna").decode() if host else ""
    except (ValueError, UnicodeError):
        return ""


def shown_domain(domain: str) -> str:
    """A domain as people read it: `xn--schle-mva.example` is shown with its umlaut."""
    try:
        return domain.encode().decode("idna")
    except UnicodeError:
        return domain


def site_of(domain: str) -> str:
    """The part of a host that one owner has: `learn.tidewater.co.uk` gives `tidewater.co.uk`. Empty for none."""
    host = domain_of(domain)
    parts = host.split(".")
    if len(parts) < 2 or host in HOSTS:
        return ""
    length = 3 if is_shared(parts) else 2
    return ".".join(parts[-length:]) if len(parts) >= length else ""


def is_shared(parts: list[str]) -> bool:
    """The last two parts belong to nobody alone."""
    of_a_country = len(parts[-1]) == 2 and parts[-2] in PUBLIC
    return of_a_country or ".".join(parts[-2:]) in HOSTS


def comparable(number: str) -> str:
    """A registration number without the blanks and dashes that people put in differently."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", number).upper() if letter.isalnum())


def names_cambridge(name: str) -> bool:
    """The name holds “Cambridge”: in capitals, with accents, spaced out, or in letters that only look like it."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(LOOK_ALIKE)
    return CAMBRIDGE in "".join(letter for letter in plain if letter.isalpha())
