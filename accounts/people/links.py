"""One-time links: a signed word that signs a person in once, on any device.

A link holds the state of the person's account when it was made. Signing in, or changing the password or the address,
changes that state, so every link made before is spent.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.people.models import Person

SALT = "accounts.people.links"
SIGN_IN = timedelta(minutes=15)
INVITATION = timedelta(days=7)


@dataclass(frozen=True)
class Link:
    """What a link says. `next_url` is a path of this site, or empty."""

    person_id: int
    state: str
    until: datetime
    next_url: str


def make(person: Person, *, until: datetime, next_url: str = "") -> str:
    """Return the word for the address, good until a moment and for one use."""
    return signing.dumps({"p": person.pk, "s": _state(person), "u": int(until.timestamp()), "n": next_url}, salt=SALT)


def read(word: str) -> Link | None:
    """Return what a word says, or None when it was not made here."""
    try:
        said = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        return None
    return Link(said["p"], said["s"], datetime.fromtimestamp(said["u"], tz=UTC), said["n"])


def is_fresh(link: Link, person: Person, at: datetime) -> bool:
    """Tell whether the link may still sign the person in."""
    return at < link.until and person.is_active and constant_time_compare(link.state, _state(person))


def _state(person: Person) -> str:
    last = person.last_login.isoformat() if person.last_login else ""
    return salted_hmac(SALT, f"{person.pk}|{last}|{person.password}|{person.email}").hexdigest()[:24]
