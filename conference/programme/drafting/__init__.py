"""A first draft of a programme, computed: which session in which hall at what time with which interpreters, and why.

Plain Python over OR-Tools CP-SAT, without Django. Times are minutes from any moment all of a problem's times count from.
"""

from conference.programme.drafting.conflict import demands_of
from conference.programme.drafting.problem import Draft, Fixed, Hall, Impossible, Interpreter, Period, Placed, Problem, Session
from conference.programme.drafting.solver import draft

__all__ = [
    "Draft", "Fixed", "Hall", "Impossible", "Interpreter", "Period", "Placed", "Problem", "Session", "demands_of", "draft",
]  # fmt: skip
