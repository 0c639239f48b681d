"""Adding people, changing their profile, and signing them in by one-time link."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.people import links
from accounts.people.models import Person
from common.errors import Invalid, Refused
from common.languages import Language


class LinkSpent(Refused):
    """The one-time link was used, has run out, or was never ours."""

    code = "link_spent"
    status = 410


def add(
    *, email: str, at: datetime, name: str = "", language: str = Language.LV, password: str | None = None, is_verified: bool = False
) -> Person:
    """Return the person with this address, making one where nobody has it.

    An existing person is returned unchanged. Without a password the person signs in by code or one-time link.
    """
    with transaction.atomic():
        known = Person.objects.filter(email__iexact=email).first()
        if known is not None:
            return known
        person = Person.objects.create_user(email, password, name=name, language=language, joined_at=at)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=is_verified)
        return person


def change_profile(*, person: Person, name: str, language: str, by: Person, at: datetime) -> Person:
    """Change the name shown to others and the language of pages and letters."""
    with transaction.atomic():
        person.name = name.strip()
        person.language = _known(language)
        person.save(update_fields=["name", "language"])
    return person


def choose_language(*, person: Person, language: str, at: datetime) -> Person:
    """Remember the language somebody switched to, for letters and other devices."""
    with transaction.atomic():
        person.language = _known(language)
        person.save(update_fields=["language"])
    return person


def use_link(*, word: str, at: datetime) -> tuple[Person, str]:
    """Spend a one-time link; return who it signs in and the path to go on to.

    Whoever opens the link reads the mailbox, so the address counts as confirmed.

    Raises:
        LinkSpent: used before, run out, made for another state of the account, or not ours.
    """
    spent = LinkSpent(_("This link has been used or has run out."))
    link = links.read(word)
    if link is None:
        raise spent
    with transaction.atomic():
        person = Person.objects.filter(pk=link.person_id).first()
        if person is None or not links.is_fresh(link, person, at):
            raise spent
        # of two clicks at once only one finds the moment of the last sign-in unchanged
        if not Person.objects.filter(pk=person.pk, last_login=person.last_login).update(last_login=at):
            raise spent
        person.last_login = at
        EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person, link.next_url


def _known(language: str) -> str:
    if language not in Language.values:
        raise Invalid(_("This language is not offered."), code="unknown_language", field="language")
    return language
