"""Everything that writes at the door, by use case."""

from ticketing.door.operations.gates import InUse, change_area, change_gate, drop, make_area, make_gate
from ticketing.door.operations.phones import (
    PAIRING_LASTS,
    NameTaken,
    PairingFailed,
    change_device,
    heartbeat,
    make_device,
    pair,
    revoke,
    roll,
)
from ticketing.door.operations.scanning import Answer, Holder, NonceReused, NotLast, scan, undo
from ticketing.door.operations.syncing import Offline, sync

__all__ = [
    "PAIRING_LASTS", "Answer", "Holder", "InUse", "NameTaken", "NonceReused", "NotLast", "Offline", "PairingFailed", "change_area",
    "change_device", "change_gate", "drop", "heartbeat", "make_area", "make_device", "make_gate", "pair", "revoke", "roll", "scan",
    "sync", "undo",
]  # fmt: skip
