"""What buyers are told of money that goes back. All letters go into the outbox of the caller's transaction."""

from datetime import datetime
from typing import Any

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from common.publicity import queries as publicity
from ticketing.orders.mails import link
from ticketing.orders.models import Order
from ticketing.refunds.models import Refund, Reply


def owed(refund: Refund, *, at: datetime) -> Message | None:
    """So much goes back to you, this way; for a bank we need your account."""
    return _write(
        refund.order,
        "refund.owed",
        at,
        key=str(refund.pk),
        refund=refund,
        wants_account=wants_account(refund),
        account_link=account_link(refund),
    )


def done(refund: Refund, *, at: datetime) -> Message | None:
    """So much went back to you."""
    return _write(refund.order, "refund.done", at, key=str(refund.pk), refund=refund)


def account_wanted(refund: Refund, *, at: datetime) -> Message | None:
    """We still do not know where your money is to go. None where this was said today."""
    return _write(refund.order, "refund.account", at, key=f"{refund.pk}:{at.date()}", refund=refund, account_link=account_link(refund))


def moved(reply: Reply, *, at: datetime, again: bool = False) -> Message | None:
    """The event has moved: do you come? `again` reminds."""
    order, upheaval = reply.order, reply.upheaval
    said = {"answer_link": f"{link(order)}moved/", "moved_from": upheaval.moved_from, "until": upheaval.answer_until, "again": again}
    return _write(order, "order.moved", at, key=f"{reply.pk}{':again' if again else ''}", price=order.total, **said)


def account_link(refund: Refund) -> str:
    """Return the secret address where the buyer says to which account the money goes."""
    return f"{link(refund.order)}refunds/{refund.pk}/"


def wants_account(refund: Refund) -> bool:
    """Tell whether the buyer is to say where the money is to go."""
    return refund.way == Refund.Way.BANK and not refund.account and refund.state in (Refund.State.OWED, Refund.State.FAILED)


def _write(order: Order, kind: str, at: datetime, *, key: str, **context: Any) -> Message | None:
    """Write one letter; None where there is no address, as with walk-ins."""
    if not order.email:
        return None
    event = order.event
    partner = event.partner
    strip = publicity.notice_for(
        on=at.astimezone(event.tz).date(), country=partner.country, publisher=partner.name, language=order.language
    )
    return outbox.write(
        key=f"{kind}:{key}",
        kind=kind,
        about=about(order),
        within=about(event),
        to=order.email,
        reply_to=event.contact_email,
        language=order.language,
        template=kind.replace(".", "/"),
        context={"order": order, "event": event, "link": link(order), "publicity": strip, **context},
        at=at,
    )
