"""News that goes up the house, sent inside the transaction of the change (`Signal.send`, never `send_robust`).

Receivers write rows only; one that raises rolls the change back. Arguments: `event`, `order`, `ticket` or `payment`; `by`, `at`. With a
payment goes `till`, the key of the till it was put into where a phone knows it.
"""

from django.dispatch import Signal

event_created = Signal()
event_moved = Signal()
event_cancelled = Signal()
payment_recorded = Signal()
order_paid = Signal()
payment_chosen = Signal()
order_lapsed = Signal()
order_cancelled = Signal()
"""Also: `amount` (what it cost), `was_paid`, `whole` (all is given back, it being the organiser's doing), `way` (how, if it was said)."""
order_reduced = Signal()
"""One line of several was cancelled. Also as `order_cancelled`; `amount` is by how much the order costs less."""
ticket_cancelled = Signal()
ticket_handed_over = Signal()
