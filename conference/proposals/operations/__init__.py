"""Everything that changes calls for proposals, proposals and their reviews."""

from conference.proposals.operations.calling import make, save_call, save_parts
from conference.proposals.operations.deciding import NothingToPublish, Published, decide, publish, write_note
from conference.proposals.operations.files import add_file, allow_publishing, remove_file
from conference.proposals.operations.filling import Closed, Co, First, TooMany, begin, save, save_authors
from conference.proposals.operations.many import Outcome, each
from conference.proposals.operations.phases import Wanted, remove_phase, save_phase
from conference.proposals.operations.reviewers import Newcomer, appoint, assign, assign_evenly, describe, dismiss, invite_again
from conference.proposals.operations.reviewing import Conflicted, NotYours, PhaseOver, Said, come_back, review, stand_aside
from conference.proposals.operations.sending import Incomplete, confirm, send_link, submit, withdraw

__all__ = [
    "Closed", "Co", "Conflicted", "First", "Incomplete", "Newcomer", "NotYours", "NothingToPublish", "Outcome", "PhaseOver",
    "Published", "Said", "TooMany", "Wanted", "add_file", "allow_publishing", "appoint", "assign", "assign_evenly", "begin",
    "come_back", "confirm", "decide", "describe", "dismiss", "each", "invite_again", "make", "publish", "remove_file", "remove_phase",
    "review", "save", "save_authors", "save_call", "save_parts", "save_phase", "send_link", "stand_aside", "submit", "withdraw",
    "write_note",
]  # fmt: skip
