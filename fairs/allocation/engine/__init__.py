"""The allocation engine: plain Python and HiGHS, no Django. Start reading at `search.solve`; the words are in `instance`.

What callers use is listed in docs/allocation.md under "For callers".

`solve` is loaded when it is first asked for: it brings HiGHS and numpy along, and of all the processes only the worker's needs them.
"""

from typing import TYPE_CHECKING, Any

from .errors import BadInput, Impossible
from .explain import explain
from .format import dumps, read, read_allocation, read_text
from .instance import Instance
from .judge import Broken, Comparison, Judgement, compare, evaluate
from .plan import Plan, Progress
from .refill import refill
from .standing import standing
from .work import Budget

if TYPE_CHECKING:
    from .search import solve

__all__ = [
    "BadInput", "Broken", "Budget", "Comparison", "Impossible", "Instance", "Judgement", "Plan", "Progress",
    "compare", "dumps", "evaluate", "explain", "read", "read_allocation", "read_text", "refill", "solve", "standing",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "solve":
        from .search import solve

        return solve
    raise AttributeError(name)
