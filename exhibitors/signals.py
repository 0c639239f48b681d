"""News of this floor, sent inside the transaction of the change (see docs/architecture.md, "Three rules")."""

from django.dispatch import Signal

exhibitors_merged = Signal()
"""Two profiles become one. Arguments: `keep`, `drop` (Exhibitor). Receivers move what hangs on `drop`; afterwards it is deleted."""
