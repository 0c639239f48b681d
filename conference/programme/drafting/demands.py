"""What a problem demands, one by one."""

from conference.programme.drafting.problem import Demand, Problem


def demands_of(problem: Problem) -> tuple[Demand, ...]:
    """Return everything a problem demands that could be given up, what organisers least like to give up first."""
    demands = [Demand("placed", session.id) for session in problem.sessions]
    for kind, asked in (
        ("break", lambda session: session.is_break),
        ("interpreted", lambda session: session.pairs),
        ("booth", lambda session: session.pairs),
        ("capacity", lambda session: session.audience),
        ("fixed", lambda session: session.fixed),
    ):
        demands += [Demand(kind, session.id) for session in problem.sessions if asked(session)]
    speakers = sorted({speaker for session in problem.sessions for speaker in session.speakers})
    things = sorted({thing for session in problem.sessions for thing in session.things})
    demands += [Demand("speaker", speaker) for speaker in speakers]
    demands += [Demand("speaker_busy", speaker) for speaker in speakers if problem.busy.get(speaker)]
    demands += [Demand("thing", thing) for thing in things]
    demands += [Demand("thing_busy", thing) for thing in things if problem.things_busy.get(thing)]
    demands += [Demand("interpreter_busy", one.id) for one in problem.interpreters if one.busy]
    return tuple(demands)
