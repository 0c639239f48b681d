"""The programme as constraints: one start and one of the halls for each session, nobody and nothing in two places at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain

from ortools.sat.python import cp_model

from conference.programme.drafting.problem import Demand, Hall, Period, Problem, Session


class Model:
    """The constraints of those demands in `held`; None: of all."""

    def __init__(self, problem: Problem, held: Collection[Demand] | None = None) -> None:
        self.problem, self.held = problem, held
        self.cp = cp_model.CpModel()
        self.start: dict[int, cp_model.IntVar] = {}
        self.inside: dict[tuple[int, int], cp_model.IntVar] = {}
        self.works: dict[tuple[int, str, int], cp_model.IntVar] = {}
        self._hall_spans: dict[int, list[cp_model.IntervalVar]] = defaultdict(list)
        self._speaker_spans: dict[int, list[cp_model.IntervalVar]] = defaultdict(list)
        self._thing_spans: dict[int, list[cp_model.IntervalVar]] = defaultdict(list)
        self._interpreter_spans: dict[int, list[cp_model.IntervalVar]] = defaultdict(list)
        self.sessions = [session for session in problem.sessions if self.holds("placed", session.id)]
        breaks = [self._fixed_period(session) for session in self.sessions if session.is_break and self.holds("break", session.id)]
        for session in self.sessions:
            self._place(session, [] if session.is_break else [period for period in breaks if period])
        for spans in chain(
            self._hall_spans.values(), self._speaker_spans.values(), self._thing_spans.values(), self._interpreter_spans.values()
        ):
            self.cp.add_no_overlap(spans)

    def holds(self, kind: str, subject: int) -> bool:
        return self.held is None or Demand(kind, subject) in self.held

    def halls_for(self, session: Session) -> list[Hall]:
        """Return the halls that are large enough and have a booth where one is needed; a fixed session's own hall only."""
        found = list(self.problem.halls)
        if session.fixed and self.holds("fixed", session.id):
            return [hall for hall in found if hall.id == session.fixed.hall]
        if session.audience and self.holds("capacity", session.id):
            found = [hall for hall in found if hall.capacity is None or hall.capacity >= session.audience]
        if session.pairs and self.holds("booth", session.id):
            found = [hall for hall in found if hall.has_booth]
        return found

    def starts_for(self, session: Session, closed: Iterable[Period]) -> list[int]:
        """Return the minutes at which a session may begin: within a day, outside of what keeps its people and things."""
        if session.fixed and self.holds("fixed", session.id):
            return [session.fixed.start]
        problem = self.problem
        kept = list(closed)
        for speaker in session.speakers:
            if self.holds("speaker_busy", speaker):
                kept += problem.busy.get(speaker, ())
        for thing in session.things:
            if self.holds("thing_busy", thing):
                kept += problem.things_busy.get(thing, ())
        return [
            start
            for day in problem.days
            for start in range(-(-day.start // problem.grid) * problem.grid, day.end - session.minutes + 1, problem.grid)
            if not any(Period(start, start + session.minutes).touches(period) for period in kept)
        ]

    def _place(self, session: Session, closed: list[Period]) -> None:
        starts, halls = self.starts_for(session, closed), self.halls_for(session)
        if not starts or not halls:
            self.cp.add_bool_or([])  # nothing can be done for it: no solution
            return
        start = self.cp.new_int_var_from_domain(cp_model.Domain.from_values(starts), f"s{session.id}")
        self.start[session.id] = start
        length = session.minutes + self.problem.pause
        for hall in halls:
            inside = self.cp.new_bool_var(f"x{session.id}.{hall.id}")
            self.inside[session.id, hall.id] = inside
            self._hall_spans[hall.id].append(self.cp.new_optional_fixed_size_interval_var(start, length, inside, ""))
        self.cp.add_exactly_one(self.inside[session.id, hall.id] for hall in halls)
        whole = self.cp.new_fixed_size_interval_var(start, length, "")
        for speaker in session.speakers:
            if self.holds("speaker", speaker):
                self._speaker_spans[speaker].append(whole)
        for thing in session.things:
            if self.holds("thing", thing):
                self._thing_spans[thing].append(whole)
        if session.pairs and self.holds("interpreted", session.id):
            self._interpret(session, start, starts)

    def _interpret(self, session: Session, start: cp_model.IntVar, starts: list[int]) -> None:
        """Give each pair of languages its team, nobody in two teams at once, and nobody while they are away."""
        chosen: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for pair in sorted(session.pairs):
            team = []
            for interpreter in self.problem.interpreters:
                if pair in interpreter.pairs:
                    works = self.cp.new_bool_var(f"y{session.id}.{pair}.{interpreter.id}")
                    self.works[session.id, pair, interpreter.id] = works
                    chosen[interpreter.id].append(works)
                    team.append(works)
            self.cp.add(sum(team) == self.problem.team)
        for interpreter in self.problem.interpreters:
            if not chosen[interpreter.id]:
                continue
            self.cp.add_at_most_one(chosen[interpreter.id])
            away = interpreter.busy if self.holds("interpreter_busy", interpreter.id) else ()
            free = [s for s in starts if not any(Period(s, s + session.minutes).touches(period) for period in away)]
            for works in chosen[interpreter.id]:
                if away:
                    self.cp.add_linear_expression_in_domain(start, cp_model.Domain.from_values(free)).only_enforce_if(works)
                span = self.cp.new_optional_fixed_size_interval_var(start, session.minutes, works, "")
                self._interpreter_spans[interpreter.id].append(span)

    @staticmethod
    def _fixed_period(session: Session) -> Period | None:
        return Period(session.fixed.start, session.fixed.start + session.minutes) if session.fixed else None


def solver_with(seed: int, work: float) -> cp_model.CpSolver:
    """Return a solver that gives the same answer each time: one thread, `work` in units of its deterministic time."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = work
    return solver
