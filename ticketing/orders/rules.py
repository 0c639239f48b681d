"""Rules of orders: how long a hold lasts, until when to pay and to cancel, and which moves of state are allowed."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ticketing.orders import workdays

HOLD = timedelta(minutes=20)
PAYMENT_WORKING_DAYS = 5
PAID_BEFORE_EVENT = timedelta(days=2)  # money must be there this long before the doors open
REMINDED_AT = time(9)
MAX_LINES = 50
MAX_GROUP = 500
"""Most places that one group orders."""

MOVES: dict[str, frozenset[str]] = {
    "held": frozenset({"placed", "paid", "lapsed"}),
    "placed": frozenset({"paid", "lapsed", "cancelled"}),
    "paid": frozenset({"cancelled"}),
    "lapsed": frozenset(),  # but see `may_revive`
    "cancelled": frozenset(),
}
_OF_THE_SHOP = 4  # the shop's forms make random keys; a fee's key is derived from what it is for


def sources(wished: str) -> list[str]:
    """Return the states from which an order may go to `wished`."""
    return sorted(state for state, targets in MOVES.items() if wished in targets)


def payer_country(currency: str, partner_country: str) -> str:
    """Return whose working days count for a payer: roubles come from a Russian bank, all else is paid where the organiser is."""
    if currency == "RUB":
        return "RU"
    return "LV" if partner_country == "RU" else partner_country


def pay_until(*, placed_at: datetime, event_starts_at: datetime, zone: ZoneInfo, country: str) -> datetime:
    """Return when an unpaid order lapses: end of the fifth working day, at the latest two days before the event.

    Working days are those of `country`, where the payer's bank is, without its public holidays.

    An order placed later than that gets 24 hours, but never beyond the start of the event.
    """
    day = workdays.after(placed_at.astimezone(zone).date(), PAYMENT_WORKING_DAYS, country)
    by_working_days = datetime.combine(day + timedelta(days=1), time(), zone)
    by_event = max(event_starts_at - PAID_BEFORE_EVENT, placed_at + timedelta(days=1))
    return min(by_working_days, by_event, max(event_starts_at, placed_at + timedelta(hours=1)))


def remind_at(*, placed_at: datetime, expires_at: datetime, days: int, zone: ZoneInfo, country: str) -> datetime | None:
    """Return when a buyer is reminded to pay: in the morning, so many working days before the last day; None for never.

    Who has ordered less than a day before that still has our first letter before their eyes.
    """
    last = (expires_at - timedelta(seconds=1)).astimezone(zone).date()
    moment = datetime.combine(workdays.before(last, days, country), REMINDED_AT, zone)
    return moment if days and moment >= placed_at + timedelta(days=1) else None


def may_cancel(*, at: datetime, cancel_until: datetime | None, event_starts_at: datetime) -> bool:
    """Tell whether a buyer may still cancel a ticket without asking."""
    return at < (event_starts_at if cancel_until is None else cancel_until)


def is_fee(request_key: UUID) -> bool:
    """Tell whether an order charges for something agreed elsewhere, rather than having been bought in the shop."""
    return request_key.version != _OF_THE_SHOP


def may_revive(*, at: datetime, event_state: str, event_ends_at: datetime, is_fee: bool) -> bool:
    """Tell whether a lapsed order may live again when its money comes late, as far as the event goes.

    A fee may not: the stall or seat it was for was given up when it lapsed.
    """
    return not is_fee and event_state in ("published", "moved") and at < event_ends_at
