"""What a keeper changes about the things of a place: their facts, who was shown how to use them, who else keeps the place."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import changes, log
from accounts.models import Person
from common import pictures
from common.errors import Invalid, Refused
from common.files import PICTURES, check
from places.equipment.models import Bookable, PlaceKeeper, TrainedUser
from places.sites.models import Site

MAX_BYTES = 15_000_000


def save_thing(
    *,
    site: Site,
    facts: Mapping[str, Any],
    by: Person,
    at: datetime,
    thing: Bookable | None = None,
    label: BinaryIO | None = None,
    label_name: str = "",
) -> Bookable:
    """Write down a thing of the place, a new one without `thing`.

    Args:
        facts: values of the fields of `Bookable`, without place and photo.
        label: a photo of the project's label on the thing; drawn anew, so that nothing but its pixels is kept.

    Raises:
        Invalid: the inventory number is taken, or the room is bookable already.
        UnusableFile: the photo is none.
    """
    drawn = None
    if label is not None:
        check(label, name=label_name, allowed=PICTURES, max_bytes=MAX_BYTES)
        drawn = pictures.draw(label)
    one = thing or Bookable(site=site)
    before, after = changes(one, facts) if thing else ({}, {})
    for name, value in facts.items():
        setattr(one, name, value)
    try:
        with transaction.atomic():
            if drawn:
                one.label_photo = ContentFile(drawn.screen, name="label.webp")
            one.save()
            if thing is None:
                log(by=by, at=at, action="bookable.made", subject=one)
            elif after or drawn:
                log(by=by, at=at, action="bookable.changed", subject=one, before=before, after=after)
    except IntegrityError as error:
        if one.kind == Bookable.Kind.ROOM and Bookable.objects.filter(kind="room", room=one.room).exclude(pk=one.pk).exists():
            raise Invalid(_("This room can be booked already."), field="room") from error
        raise Invalid(_("Another thing has this inventory number."), field="code") from error
    return one


def train(*, thing: Bookable, email: str, on: date, trained_by: str, by: Person, at: datetime) -> TrainedUser:
    """Note that somebody was shown how to use the thing; a second time moves the date.

    Raises:
        Invalid: nobody has an account with this address.
    """
    person = _person(email)
    with transaction.atomic():
        row, _is_new = TrainedUser.objects.update_or_create(
            bookable=thing, person=person, defaults={"trained_on": on, "trained_by": trained_by.strip()}
        )
        log(by=by, at=at, action="bookable.trained", subject=thing, after={"person": person, "on": on})
    return row


def forget_training(*, trained: TrainedUser, by: Person, at: datetime) -> None:
    """Take back that somebody may use the thing alone."""
    with transaction.atomic():
        trained.delete()
        log(by=by, at=at, action="bookable.untrained", subject=trained.bookable, before={"person": trained.person})


def appoint(*, site: Site, email: str, by: Person, at: datetime) -> PlaceKeeper:
    """Make somebody a keeper of the place.

    Raises:
        Invalid: nobody has an account with this address.
    """
    person = _person(email)
    with transaction.atomic():
        keeper, is_new = PlaceKeeper.objects.get_or_create(site=site, person=person)
        if is_new:
            log(by=by, at=at, action="place.keeper_appointed", subject=site, after={"person": person})
    return keeper


def dismiss(*, keeper: PlaceKeeper, by: Person, at: datetime) -> None:
    """Let somebody keep the place no longer.

    Raises:
        Refused: nobody would be left who answers requests.
    """
    with transaction.atomic():
        others = PlaceKeeper.objects.select_for_update().filter(site=keeper.site).exclude(pk=keeper.pk)
        if not others.exists():
            raise Refused(_("Somebody must answer requests. Appoint another keeper first."), code="last_keeper")
        keeper.delete()
        log(by=by, at=at, action="place.keeper_dismissed", subject=keeper.site, before={"person": keeper.person})


def _person(email: str) -> Person:
    found = Person.objects.filter(email__iexact=email.strip()).first()
    if found is None:
        raise Invalid(_("Nobody has an account with this address. Ask them to make one first."), field="email")
    return found
