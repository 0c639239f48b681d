"""The keys that sign an event's tickets."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, log
from common.errors import Refused, Stale
from ticketing.events.models import Event
from ticketing.tickets import keys, rules
from ticketing.tickets.models import SigningKey


class KeysUsedUp(Refused):
    """All sixteen key slots of the event have been used; a slot is never used twice."""

    code = "keys_used_up"


class LastKey(Refused):
    """The key is the only one that signs, so retiring it would stop the sale."""

    code = "last_key"


@transaction.atomic
def make_key(*, event: Event, at: datetime, by: Actor = "system") -> SigningKey:
    """Make the event's next signing key; new tickets are signed with it from now on.

    Raises:
        KeysUsedUp: the event has had sixteen.
    """
    slot = rules.next_slot(frozenset(SigningKey.objects.filter(event=event).values_list("slot", flat=True)))
    if slot is None:
        raise KeysUsedUp(_("This event has used all its signing keys."))
    public = keys.public(settings.TICKET_KEY, event.number, slot)
    key = SigningKey.objects.create(event=event, slot=slot, public=public, made_at=at)
    log(by=by, at=at, action="key.made", subject=key, event=event, after={"slot": slot})
    return key


@transaction.atomic
def retire_key(*, key: SigningKey, by: Actor, at: datetime) -> None:
    """Sign nothing new with `key`; what it has signed still proves.

    Raises:
        LastKey: no other key of the event signs.
        Stale: it is retired already.
    """
    if not SigningKey.objects.filter(event=key.event_id, retired_at=None).exclude(pk=key.pk).exists():
        raise LastKey(_("This is the only key that signs. Make another one first."))
    if not SigningKey.objects.filter(pk=key.pk, retired_at=None).update(retired_at=at):
        raise Stale
    key.retired_at = at
    log(by=by, at=at, action="key.retired", subject=key, event=key.event, after={"slot": key.slot})
