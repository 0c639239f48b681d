"""Why a session stands where it stands: what of halls and times was open to it at all, as stable words."""

from typing import TYPE_CHECKING

from conference.programme.drafting.problem import Session

if TYPE_CHECKING:
    from conference.programme.drafting.model import Model


def reasons(model: "Model", session: Session) -> tuple[str, ...]:
    """Return the words, most binding first: "fixed", "only_hall", "large_enough", "booth", "speaker_away", "thing_booked",
    "interpreters", "track"; ("free",) where nothing bound it.
    """
    problem = model.problem
    if session.fixed:
        return ("fixed",)
    halls = model.halls_for(session)
    found = []
    if len(halls) == 1 and len(problem.halls) > 1:
        found.append("only_hall")
    if session.audience and any(hall.capacity is not None and hall.capacity < session.audience for hall in problem.halls):
        found.append("large_enough")
    if session.pairs:
        if not all(hall.has_booth for hall in problem.halls):
            found.append("booth")
        found.append("interpreters")
    if any(problem.busy.get(speaker) for speaker in session.speakers):
        found.append("speaker_away")
    if any(problem.things_busy.get(thing) for thing in session.things):
        found.append("thing_booked")
    if session.track is not None:
        found.append("track")
    return tuple(found) or ("free",)
