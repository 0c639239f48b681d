"""What the worker does for the books."""

from django.utils import timezone

from ticketing.treasury import operations


def check_books() -> str:
    """Check all the books; called every night."""
    check = operations.check_books(at=timezone.now())
    return f"{check.orders} orders, {check.findings} findings"


def finish_orders() -> int:
    """Make orders paid whose money came and whose turn was lost; return how many."""
    return operations.finish_orders(at=timezone.now())
