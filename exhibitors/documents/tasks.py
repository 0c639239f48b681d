"""What the worker does about papers. Every function may run twice, or twice at once."""

from django.utils import timezone

from exhibitors.documents import operations


def warn_expiring() -> int:
    """Write to the makers whose papers expire soon; return how many letters were written."""
    return operations.warn_expiring(on=timezone.localdate(), at=timezone.now())
