"""Everything that writes halls, people, sessions, their places, drafts and releases."""

from conference.programme.operations.asking import TASK, ask, beat, cancel_draft, contradict, fail, finish, start, take_over
from conference.programme.operations.people import (
    remove_hall,
    remove_interpreter,
    remove_speaker,
    save_hall,
    save_interpreter,
    save_speaker,
)
from conference.programme.operations.placing import place, set_interpreters, unplace
from conference.programme.operations.releasing import release
from conference.programme.operations.sessions import Wanted, add, cancel, change, reinstate, take_in

__all__ = [
    "TASK", "Wanted", "add", "ask", "beat", "cancel", "cancel_draft", "change", "contradict", "fail", "finish", "place", "reinstate",
    "release", "remove_hall", "remove_interpreter", "remove_speaker", "save_hall", "save_interpreter", "save_speaker",
    "set_interpreters", "start", "take_in", "take_over", "unplace",
]  # fmt: skip
