"""Making and changing profiles, who looks after them, and which partner knows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Partner
from accounts.people import operations as people
from accounts.people.models import Person
from common.errors import Invalid, Refused
from common.languages import fold
from exhibitors.crafts.models import Craft
from exhibitors.profiles import mails, rules
from exhibitors.profiles.models import Acquaintance, Exhibitor, Keeper

_SEARCHED = ("name", "name_latin", "name_latvian", "name_shown", "contact_name", "email", "registration_number", "inn", "phone")
_PHONE_PROBLEMS = {
    "shape": _("Write the whole number with its country, such as +371 20000000."),
    "latvian": _("A Latvian number has 8 digits, such as 20000000."),
    "russian": _("A Russian number has 10 digits after +7 or 8, such as +7 900 0000000."),
}


class LastKeeper(Refused):
    """Nobody would look after the profile any more."""

    code = "last_keeper"


def create(
    *, facts: Mapping[str, Any], by: Person, at: datetime, keeper: Person | None = None, partner: Partner | None = None
) -> Exhibitor:
    """Make a profile, looked after by `keeper`, or known to the `partner` whose staff enter it.

    Raises:
        Invalid: see `change`.
    """
    if partner is not None and partner.suspended_on(at.date()):
        raise Refused(
            _("%(partner)s is suspended: nothing can be entered for it.") % {"partner": partner}, code="suspended", field="partner"
        )
    with transaction.atomic():
        exhibitor = Exhibitor(created_at=at, **_clean(facts, str(facts.get("country") or "LV")))
        exhibitor.search = _searched(exhibitor)
        exhibitor.save()
        if keeper is not None:
            Keeper.objects.create(exhibitor=exhibitor, person=keeper, since=at)
        history.log(by=by, at=at, action="exhibitor.made", subject=exhibitor, partner=partner)
        if partner is not None:
            acquaint(exhibitor=exhibitor, partner=partner, by=by, at=at)
    return exhibitor


def change(*, exhibitor: Exhibitor, facts: Mapping[str, Any], by: Actor, at: datetime, crafts: Sequence[Craft] | None = None) -> Exhibitor:
    """Write facts of a profile; those not named stay. The log tells which were changed, not what they say.

    Raises:
        Invalid: no name, a phone nobody can dial, or more than four further crafts.
    """
    with transaction.atomic():
        now = Exhibitor.objects.select_for_update(of=("self",)).get(pk=exhibitor.pk)
        wanted = _clean(facts, str(facts.get("country") or now.country))
        changed = sorted(name for name, value in wanted.items() if getattr(now, name) != value)
        for name in changed:
            setattr(now, name, wanted[name])
        now.search = _searched(now)
        now.save()
        if crafts is not None and _set_crafts(now, crafts):
            changed.append("crafts")
        if changed:
            history.log(by=by, at=at, action="exhibitor.changed", subject=now, after={"fields": ", ".join(changed)})
    return now


def acquaint(*, exhibitor: Exhibitor, partner: Partner, by: Actor, at: datetime) -> Acquaintance:
    """Note that a partner knows an exhibitor, so that its staff may see them. Doing so twice changes nothing."""
    with transaction.atomic():
        known, is_new = Acquaintance.objects.get_or_create(exhibitor=exhibitor, partner=partner, defaults={"since": at})
        if is_new:
            history.log(by=by, at=at, action="exhibitor.acquainted", subject=exhibitor, partner=partner, after={"partner": partner})
    return known


def invite_keeper(*, exhibitor: Exhibitor, email: str, name: str, language: str, by: Person, at: datetime) -> Keeper:
    """Let whoever reads mail at an address look after the profile, and write to them with a link that signs in once.

    So a colleague is brought in, and so a profile that staff entered is handed over to its artisan.
    """
    with transaction.atomic():
        person = people.add(email=email, name=name, language=language, at=at)
        keeper, is_new = Keeper.objects.get_or_create(exhibitor=exhibitor, person=person, defaults={"since": at})
        if is_new:
            history.log(by=by, at=at, action="keeper.invited", subject=exhibitor)
        mails.invitation(keeper, by=by, at=at)
    return keeper


def drop_keeper(*, keeper: Keeper, by: Person, at: datetime) -> None:
    """Take a profile out of somebody's hands.

    Raises:
        LastKeeper: nobody else looks after it.
    """
    with transaction.atomic():
        # the exhibitor's row is the lock: two keepers must not remove each other at once
        exhibitor = Exhibitor.objects.select_for_update(of=("self",)).get(pk=keeper.exhibitor_id)
        if not exhibitor.keepers.exclude(pk=keeper.pk).exists():
            raise LastKeeper(_("Somebody must look after the profile. Invite another person first, or delete the profile."))
        if Keeper.objects.filter(pk=keeper.pk).delete()[0]:
            history.log(by=by, at=at, action="keeper.dropped", subject=exhibitor)


def hide_everything(*, exhibitor: Exhibitor, by: Actor, at: datetime) -> Exhibitor:
    """Show nothing of the profile to everybody any more."""
    return change(exhibitor=exhibitor, facts={"public_fields": []}, by=by, at=at)


def dialled(phone: str, country: str) -> str:
    """Return a phone number as it is kept, E.164; "" for none.

    Raises:
        Invalid: nobody can dial it.
    """
    try:
        return rules.phone(phone, country)
    except rules.NotAPhone as problem:
        raise Invalid(_PHONE_PROBLEMS[str(problem)], code="not_a_phone", field="phone") from None


def _clean(facts: Mapping[str, Any], country: str) -> dict[str, Any]:
    clean = {name: " ".join(value.split()) if name.startswith("name") else value for name, value in facts.items()}
    if not clean.get("name", "x"):
        raise Invalid(_("Write the name."), code="no_name", field="name")
    if "phone" in clean:
        clean["phone"] = dialled(clean["phone"], country)
    if "email" in clean:
        clean["email"] = clean["email"].strip().lower()
    if "public_fields" in clean:
        clean["public_fields"] = [name for name in rules.PUBLIC if name in clean["public_fields"]]
    return clean


def _set_crafts(exhibitor: Exhibitor, crafts: Sequence[Craft]) -> bool:
    others = [craft for craft in crafts if craft.pk != exhibitor.craft_id]
    if len(others) > rules.MOST_CRAFTS:
        raise Invalid(_("Choose at most four further crafts: what you make most."), code="too_many_crafts", field="crafts")
    before = set(exhibitor.crafts.values_list("pk", flat=True))
    exhibitor.crafts.set(others)
    return before != {craft.pk for craft in others}


def _searched(exhibitor: Exhibitor) -> str:
    words = [getattr(exhibitor, name) for name in _SEARCHED]
    words.append(exhibitor.municipality.name if exhibitor.municipality else "")
    # each name folded by itself, so that its words stay apart from the next one's
    return " ".join(filter(None, (fold(word) for word in words)))[:700]
