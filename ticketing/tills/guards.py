"""What a closed shift's tables refuse whoever writes: no movement is added, no movement and no count is changed."""

from common.triggers import Guard

GUARDS = (
    Guard(
        "movement_of_open_shift",
        "ticketing_movement",
        "INSERT",
        unless="SELECT 1 FROM ticketing_shift WHERE id = NEW.shift_id AND closed_at IS NULL",
    ),
    Guard("movement_never_changed", "ticketing_movement", "UPDATE"),
    Guard("drawer_counted_once", "ticketing_drawer", "UPDATE", when="OLD.counted IS NOT NULL"),
)
