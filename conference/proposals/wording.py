"""Words for what rules name by stable words: steps, states, what is missing, grounds of conflict."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.proposals.models import Proposal
from conference.proposals.rules import Phase

State = Proposal.State

STEP_LABELS: Mapping[str, Any] = {
    "talk": _("What you offer"),
    "people": _("Who it is by"),
    "files": _("Files"),
    "when": _("Times and needs"),
    "review": _("Look through and send"),
}

STATE_TONES: Mapping[str, str] = {
    "draft": "neutral",
    "submitted": "info",
    "accepted": "ok",
    "reserve": "warn",
    "rejected": "neutral",
    "confirmed": "ok",
    "withdrawn": "neutral",
}

PHASES: Mapping[Phase, tuple[Any, str]] = {
    Phase.HIDDEN: (_("not shown yet"), "neutral"),
    Phase.COMING: (_("opens soon"), "info"),
    Phase.OPEN: (_("open"), "ok"),
    Phase.CLOSED: (_("closed"), "neutral"),
}

STANDING: Mapping[str, Any] = {
    "draft": _("Not sent yet. Everything you typed is kept under this address."),
    "submitted": _("We have it. Reviewers read it next; all authors are told the decision at the same time."),
    "accepted": _("Accepted! Please confirm that you come, so that we can plan your time."),
    "reserve": _("In reserve: if a place in the programme becomes free, we write to you."),
    "rejected": _("Not accepted this time."),
    "confirmed": _("You are coming. Your time will stand in the programme; hand in your slides here."),
    "withdrawn": _("You have taken this proposal back."),
}
"""What a state means to the authors."""

MISSING: Mapping[str, Any] = {
    "title": _("a title"),
    "abstract": _("an abstract"),
    "track": _("a track"),
    "language": _("a language that is spoken there"),
    "speaker": _("somebody who speaks"),
}

CONFLICTS: Mapping[str, Any] = {
    "declared": _("stood aside"),
    "author": _("is an author"),
    "organisation": _("same organisation"),
    "coauthor": _("writes with an author"),
}
