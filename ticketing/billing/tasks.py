"""What the worker does for payments."""

from django.utils import timezone

from ticketing.billing import operations, queries


def remind() -> int:
    """Remind the buyers whose time to pay ends soon, each once; return how many."""
    now = timezone.now()
    return sum(
        operations.remind(order=order, at=now) for order in queries.may_be_reminded(now).order_by("expires_at").iterator(chunk_size=200)
    )
