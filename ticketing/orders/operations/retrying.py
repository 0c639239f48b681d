"""Doing a transaction again where the random code it drew is taken."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

P = ParamSpec("P")
R = TypeVar("R")
_TRIES = 5


def with_a_free_code(act: Callable[P, R]) -> Callable[P, R]:
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
