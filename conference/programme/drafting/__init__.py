"""A first draft of a programme, computed: which session in which hall at what time with which interpreters, and why.

Plain Python over OR-Tools CP-SAT, without Django. Times are minutes from any moment all of a problem's times count from.

`draft` is loaded when it is first asked for: it brings OR-Tools along, and of all the processes only the worker's needs it.
"""

from typing import TYPE_CHECKING, Any

from conference.programme.drafting.demands import demands_of
from conference.programme.drafting.problem import Draft, Fixed, Hall, Impossible, Interpreter, Period, Placed, Problem, Session

if TYPE_CHECKING:
    from conference.programme.drafting.solver import draft

__all__ = [
    "Draft", "Fixed", "Hall", "Impossible", "Interpreter", "Period", "Placed", "Problem", "Session", "demands_of", "draft",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "draft":
        from conference.programme.drafting.solver import draft

        return draft
    raise AttributeError(name)
