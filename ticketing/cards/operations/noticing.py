"""Taking in what Stripe tells: proven, and committed as it came before anything is made of it."""

import json
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Partner
from common.errors import Refused
from ticketing.cards import gateway, reading, sealing
from ticketing.cards.models import CardAccount, CardNotice


class NotSigned(Refused):
    """Not signed by Stripe with a secret of this partner, or too long ago."""

    code = "not_signed"
    status = 400


def receive(*, partner: Partner, body: bytes, signature: str, at: datetime) -> CardNotice:
    """Keep a notice, and return it; the same one again returns the first row.

    Raises:
        NotSigned: it is not from Stripe, for another account, or a copy of an old one.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise NotSigned("not signed") from None
    account = _signer(partner, text, signature)
    if account is None:
        raise NotSigned("not signed")
    said = json.loads(text)
    try:
        with transaction.atomic():
            notice = CardNotice.objects.create(
                account=account,
                stripe_id=said["id"],
                kind=said["type"][:80],
                body=text,
                made_at=reading.moment(said["created"]),
                came_at=at,
                next_at=at,
            )
            CardAccount.objects.filter(pk=account.pk).update(heard_at=at)
    except IntegrityError:
        return CardNotice.objects.select_related("account").get(stripe_id=said["id"])
    return notice


def _signer(partner: Partner, text: str, signature: str) -> CardAccount | None:
    for account in CardAccount.objects.filter(partner=partner).exclude(hook_secret=""):
        try:
            secret = sealing.unseal(settings.TICKET_KEY, account.hook_secret)
        except sealing.Unreadable:
            continue
        if gateway.proves(secret, text, signature):
            return account
    return None
