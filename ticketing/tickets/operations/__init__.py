"""Everything that writes tickets, signing keys and print runs."""

from ticketing.tickets.operations.changing import cancel, hand_over, reissue, rename, validate
from ticketing.tickets.operations.issuing import NewTicket, NoKey, issue, issue_many
from ticketing.tickets.operations.printing import (
    TASK,
    ask_print_run,
    cancel_print_run,
    fail_print_run,
    finish_print_run,
    note_progress,
    start_print_run,
)
from ticketing.tickets.operations.signing import KeysUsedUp, LastKey, make_key, retire_key

__all__ = [
    "TASK",
    "KeysUsedUp",
    "LastKey",
    "NewTicket",
    "NoKey",
    "ask_print_run",
    "cancel",
    "cancel_print_run",
    "fail_print_run",
    "finish_print_run",
    "hand_over",
    "issue",
    "issue_many",
    "make_key",
    "note_progress",
    "reissue",
    "rename",
    "retire_key",
    "start_print_run",
    "validate",
]
