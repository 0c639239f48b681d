"""Rules of card payments: amounts as Stripe counts them, how long a page may be paid on, which moves a payment makes."""

from datetime import datetime, timedelta
from decimal import Decimal

# https://docs.stripe.com/currencies: all others are counted in hundredths, also ISK, HUF and UGX, which have no smaller coin
ZERO_DECIMAL = frozenset({"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"})
THREE_DECIMAL = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
WHOLE = ZERO_DECIMAL | {"ISK", "HUF", "TWD", "UGX"}
"""Currencies of which only whole units can be charged."""

NOT_SERVED = frozenset({"RUB", "BYN"})
"""Stripe takes no card payments in these."""

LEAST = {"EUR": "0.50", "USD": "0.50", "CHF": "0.50", "GBP": "0.30", "PLN": "2.00", "SEK": "3.00", "NOK": "3.00", "DKK": "2.50"}
"""What Stripe charges at the least; of other currencies it says so itself."""

SHORTEST, LONGEST = timedelta(minutes=31), timedelta(hours=23, minutes=55)
"""How long a page may be paid on: Stripe allows 30 minutes to 24 hours from its own clock, hence the minutes to spare."""

ASYNC_WAIT = timedelta(days=14)
"""For so long a payment that needs days (a direct debit) keeps its places at most."""

ASK_AFTER = timedelta(minutes=5)
"""When Stripe is asked about a page of which no notice came; each time twice as long after, up to `ASK_AT_MOST`."""
ASK_AT_MOST = timedelta(hours=6)

TEST, LIVE = "test", "live"
_PREFIXES = {"sk_test_": TEST, "rk_test_": TEST, "sk_live_": LIVE, "rk_live_": LIVE}

MOVES: dict[str, frozenset[str]] = {
    "asked": frozenset({"open", "processing", "paid", "failed", "expired"}),
    "open": frozenset({"processing", "paid", "failed", "expired"}),
    "processing": frozenset({"paid", "failed", "expired"}),
    "failed": frozenset({"paid"}),  # notices may come in any order: money that came is the last word
    "expired": frozenset({"processing", "paid", "failed"}),
    "paid": frozenset(),
}


def sources(wished: str) -> list[str]:
    """Return the states from which a payment may go to `wished`."""
    return sorted(state for state, targets in MOVES.items() if wished in targets)


def factor(currency: str) -> int:
    """Return how many of Stripe's units make one of the currency."""
    return 1 if currency.upper() in ZERO_DECIMAL else 1000 if currency.upper() in THREE_DECIMAL else 100


def minor(amount: Decimal, currency: str) -> int:
    """Return an amount in Stripe's units.

    Raises:
        ValueError: it is no whole number of them, or of the coins that the currency has.
    """
    units = amount * factor(currency)
    if units != int(units) or (currency.upper() in WHOLE and amount != int(amount)):
        raise ValueError(f"{amount} {currency} has no such coin")
    return int(units)


def major(units: int, currency: str) -> Decimal:
    """Return what so many of Stripe's units are."""
    return (Decimal(units) / factor(currency)).quantize(Decimal("0.01"))


def is_payable(amount: Decimal, currency: str) -> bool:
    """Tell whether Stripe takes such an amount."""
    if currency.upper() in NOT_SERVED or amount <= 0 or amount < Decimal(LEAST.get(currency.upper(), "0")):
        return False
    try:
        minor(amount, currency)
    except ValueError:
        return False
    return True


def payable_until(*, at: datetime, order_expires_at: datetime | None) -> datetime:
    """Return until when a page may be paid on: as long as the order keeps its places, within what Stripe allows.

    An order with less time than that gets a page that outlives it; the page is then closed when the order lapses.
    """
    wished = order_expires_at or at + LONGEST
    return min(max(wished, at + SHORTEST), at + LONGEST)


def mode_of(secret: str) -> str | None:
    """Return the mode a secret key is for, None for what is no secret or restricted key."""
    return next((mode for prefix, mode in _PREFIXES.items() if secret.startswith(prefix) and len(secret) > len(prefix) + 8), None)


def next_try(*, tries: int, at: datetime) -> datetime:
    """Return when to book a notice again that failed `tries` times: after 1, 2, 4 … minutes, at most six hours."""
    return at + min(timedelta(minutes=2 ** min(tries - 1, 10)), timedelta(hours=6))


def next_question(*, questions: int, at: datetime) -> datetime:
    """Return when to ask Stripe again about a page after so many questions."""
    return at + min(ASK_AFTER * 2 ** min(questions, 10), ASK_AT_MOST)
