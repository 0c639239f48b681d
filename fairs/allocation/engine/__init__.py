"""The allocation engine: plain Python and HiGHS, no Django. Start reading at `search.solve`; the words are in `instance`."""

from .errors import BadInput, Impossible
from .format import dumps, read, read_allocation, read_text
from .instance import Instance
from .plan import Plan
from .search import Progress, solve
from .work import Budget

__all__ = ["BadInput", "Budget", "Impossible", "Instance", "Plan", "Progress", "dumps", "read", "read_allocation", "read_text", "solve"]
