"""Equipment and rooms that can be booked, and bookings that never overlap."""
