from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from ticketing.vouchers.rules import Fault, Terms, fault, fault_with

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HALF = Terms("percent", Decimal(50), "", frozenset(), False, 1, None, None, None, False)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (HALF, None),
        (replace(HALF, is_ended=True), Fault.ENDED),
        (replace(HALF, valid_from=NOW + timedelta(seconds=1)), Fault.NOT_YET),
        (replace(HALF, valid_from=NOW), None),
        (replace(HALF, valid_until=NOW), Fault.EXPIRED),
        (replace(HALF, valid_until=NOW + timedelta(seconds=1)), None),
        (replace(HALF, uses=0), Fault.USED_UP),
    ],
)
def test_what_is_wrong_with_it_by_itself(terms, expected):
    assert fault(terms, at=NOW) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (HALF, None),
        (replace(HALF, kind="credit", currency="EUR"), Fault.IS_CREDIT),
        (replace(HALF, currency="RUB"), Fault.OTHER_CURRENCY),
        (replace(HALF, products=frozenset({7, 9})), None),
        (replace(HALF, products=frozenset({9})), Fault.NOT_FOR_THESE),
        (replace(HALF, currency="EUR", minimum=Decimal(20)), None),
        (replace(HALF, currency="EUR", minimum=Decimal("20.01")), Fault.BELOW_MINIMUM),
    ],
)
def test_what_is_wrong_with_it_for_a_cart(terms, expected):
    assert fault_with(terms, currency="EUR", products=frozenset({7}), full=Decimal(20)) == expected
