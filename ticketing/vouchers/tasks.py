"""What the worker does for vouchers. It may run twice, or twice at once."""

from django.utils import timezone

from ticketing.vouchers import operations as vouchers


def free_expired() -> int:
    """Free the places that vouchers kept whose time is over; return how many vouchers."""
    return vouchers.free_expired(at=timezone.now())
