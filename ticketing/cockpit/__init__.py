"""The cockpit: an event's state, numbers and next steps on one page, put together from all rooms of ticketing."""
