from django.utils import timezone

from ticketing.treasury import operations


def check_books() -> str:
    """Check all the books; called every night."""
    check = operations.check_books(at=timezone.now())
    return f"{check.orders} orders, {check.findings} findings"
