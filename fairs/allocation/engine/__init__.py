"""The allocation engine: plain Python and HiGHS, no Django. Start reading at `search.solve`; the words are in `instance`.

What callers use is listed in docs/allocation.md under "For callers".
"""

from .errors import BadInput, Impossible
from .explain import explain
from .format import dumps, read, read_allocation, read_text
from .instance import Instance
from .judge import Broken, Comparison, Judgement, compare, evaluate
from .plan import Plan
from .refill import refill
from .search import Progress, solve
from .standing import standing
from .work import Budget

__all__ = [
    "BadInput", "Broken", "Budget", "Comparison", "Impossible", "Instance", "Judgement", "Plan", "Progress",
    "compare", "dumps", "evaluate", "explain", "read", "read_allocation", "read_text", "refill", "solve", "standing",
]  # fmt: skip
