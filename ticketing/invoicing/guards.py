"""What is issued never changes: the database refuses every update of it, whoever asks."""

from common.triggers import Guard

GUARDS = tuple(Guard(f"{table}_frozen", table, "UPDATE") for table in ("ticketing_document", "ticketing_drawing"))
