"""What only the room on top can do, since it takes several rooms: judging an event, and selling at the door."""

from ticketing.cockpit.operations.events import move_state, send_again
from ticketing.cockpit.operations.selling import Sale, sell, take_cash

__all__ = ["Sale", "move_state", "sell", "send_again", "take_cash"]
