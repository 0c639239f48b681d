"""Everything that writes at the door, by use case."""

from ticketing.door.operations.clashes import decide, reopen
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
from ticketing.door.operations.pins import NoPin, TooManyPins, WrongPin, let_try_again, lower_rights, raise_rights, set_pin
from ticketing.door.operations.scanning import Answer, Holder, NonceReused, NotLast, scan, undo
from ticketing.door.operations.syncing import Offline, sync

__all__ = [
    "PAIRING_LASTS", "Answer", "Holder", "InUse", "NameTaken", "NoPin", "NonceReused", "NotLast", "Offline", "PairingFailed",
    "TooManyPins", "WrongPin", "change_area", "change_device", "change_gate", "decide", "drop", "heartbeat", "let_try_again",
    "lower_rights", "make_area", "make_device", "make_gate", "pair", "raise_rights", "reopen", "revoke", "roll", "scan",
    "set_pin", "sync", "undo",
]  # fmt: skip
