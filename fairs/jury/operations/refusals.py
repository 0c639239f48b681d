"""How the jury's operations say no, and what they all lock."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused
from fairs.jury.models import Juror, Round


class RoundOver(Refused):
    """The time to score is over, or the round is closed; nothing in it changes any more."""

    code = "round_over"


class NotOpen(Refused):
    """The round is not open."""

    code = "round_not_open"


class Begun(Refused):
    """The round has begun, so its rules and its jurors stay as they are."""

    code = "round_begun"


class NotSeated(Refused):
    """The person does not sit in this round."""

    code = "not_seated"


class Conflicted(Refused):
    """A conflict of interest: no score. `facts["ground"]` is "declared", or how it was found."""

    code = "conflict"


class NotOnScale(Invalid):
    """Points that this round does not have."""

    code = "not_on_scale"


class NotBlind(Refused):
    """Somebody who may see whose applications they are cannot judge blind."""

    code = "not_blind"


class Unfinished(Refused):
    """Something is still to be scored or checked. `facts["left"]` says how much."""

    code = "unfinished"


def locked(one: Round) -> Round:
    """Return the round as it is now, locked until the transaction ends, with the call it was given with."""
    fresh = Round.objects.select_for_update().get(pk=one.pk)
    fresh.call = one.call
    return fresh


def locked_juror(juror: Juror) -> Juror:
    """Return the juror, locked: their conflicts and their points never cross. Always after the round."""
    return Juror.objects.select_for_update().get(pk=juror.pk)


def refuse_unless_draft(one: Round) -> None:
    """Raise `Begun` once a round has been opened."""
    if one.state != Round.State.DRAFT:
        raise Begun(
            _("This round has begun, so its rules stay as they are. Put it back to the start first; all its points are then thrown away.")
        )
