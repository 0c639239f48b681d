"""From a problem to its draft. The same problem and seed give the same draft: one thread, and a limit of work, not of time."""

from collections import defaultdict
from collections.abc import Callable

from ortools.sat.python import cp_model

from conference.programme.drafting.conflict import conflict
from conference.programme.drafting.model import Model, solver_with
from conference.programme.drafting.problem import Draft, Impossible, Placed, Problem
from conference.programme.drafting.reasons import reasons

WORK = 0.5
"""Units of CP-SAT's deterministic time for one draft of sixty sessions: some five seconds of an ordinary core."""


WORK_ANY = 0.3
"""For any programme at all, where the search for a good one came upon none."""

Tell = Callable[[int, int], bool]
"""Hears of each programme found: how many so far, and how many halls beyond one each its tracks use. True ends the search."""


class _Listener(cp_model.CpSolverSolutionCallback):
    """Passes on what is found. An exception must not pass through the solver, so it ends the search and is kept."""

    def __init__(self, tell: Tell, halls_used: list[cp_model.IntVar], tracks: int) -> None:
        super().__init__()
        self.tell, self.halls_used, self.tracks = tell, halls_used, tracks
        self.found = 0
        self.wrong: Exception | None = None

    def on_solution_callback(self) -> None:
        self.found += 1
        try:
            ends = self.tell(self.found, sum(self.value(used) for used in self.halls_used) - self.tracks)
        except Exception as wrong:
            self.wrong, ends = wrong, True
        if ends:
            self.stop_search()


def draft(problem: Problem, *, seed: int = 1, work: float = WORK, tell: Tell = lambda _found, _changes: False) -> Draft:
    """Place every session, tracks in as few halls as can be, early rather than late.

    Raises:
        Impossible: the demands contradict each other, or no answer was found within `work`; it names the demands.
    """
    model = Model(problem)
    halls_used = _halls_of_tracks(model)
    # one more hall for a track weighs as much as moving all sessions together by a grid step
    weight = max(1, len(model.start) * problem.grid)
    terms = [*halls_used, *model.start.values()]
    model.cp.minimize(cp_model.LinearExpr.weighted_sum(terms, [weight] * len(halls_used) + [1] * len(model.start)))
    solver = solver_with(seed, work)
    tracks = {session.track for session in model.sessions} - {None}
    listener = _Listener(tell, halls_used, len(tracks))
    status = solver.solve(model.cp, listener)
    if listener.wrong is not None:
        raise listener.wrong
    if status == cp_model.UNKNOWN:
        # crowded programmes: without an aim some are found in a tenth of the work
        model.cp.clear_objective()
        solver = solver_with(seed, WORK_ANY)
        status = cp_model.FEASIBLE if solver.solve(model.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE) else cp_model.INFEASIBLE
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise Impossible(conflict(problem, seed=seed))
    placed = tuple(
        Placed(
            session=session.id,
            hall=next(hall.id for hall in model.halls_for(session) if solver.boolean_value(model.inside[session.id, hall.id])),
            start=solver.value(model.start[session.id]),
            interpreters=tuple(
                who for (one, _pair, who), works in sorted(model.works.items()) if one == session.id and solver.boolean_value(works)
            ),
            reasons=reasons(model, session),
        )
        for session in sorted(model.sessions, key=lambda session: (solver.value(model.start[session.id]), session.id))
    )
    return Draft(placed, sum(solver.value(used) for used in halls_used) - len(tracks), status == cp_model.OPTIMAL)


def _halls_of_tracks(model: Model) -> list[cp_model.IntVar]:
    """Return flags of which track uses which hall. Sessions of one hall never run at once, so a track there can be followed."""
    by_track: dict[int, list[int]] = defaultdict(list)
    for session in model.sessions:
        if session.track is not None:
            by_track[session.track].append(session.id)
    used = []
    for track, sessions in sorted(by_track.items()):
        for hall in model.problem.halls:
            inside = [model.inside[one, hall.id] for one in sessions if (one, hall.id) in model.inside]
            if inside:
                flag = model.cp.new_bool_var(f"t{track}.{hall.id}")
                model.cp.add_max_equality(flag, inside)
                used.append(flag)
    return used
