"""Order codes to say over the phone, and the secrets of order links."""

import functools
import secrets
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"  # nothing that looks or sounds like another
_TRIES = 5
P = ParamSpec("P")
R = TypeVar("R")


def new_code() -> str:
    """Return six characters of half a thousand million codes. With ten thousand orders one in fifty thousand new codes is taken."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


def new_secret() -> str:
    """Return the secret half of an order's link: 144 random bits."""
    return secrets.token_urlsafe(18)


def retried(act: Callable[P, R]) -> Callable[P, R]:
    """Let a whole transaction that makes an order be done again with another code where its code is taken."""

    @functools.wraps(act)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        for _number in range(_TRIES - 1):
            try:
                return act(*args, **kwargs)
            except IntegrityError as error:
                if not any(name in str(error) for name in ("ticketing_order.code", "ticketing_order_code")):
                    raise
        return act(*args, **kwargs)

    return again
