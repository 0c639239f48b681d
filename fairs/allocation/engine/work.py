"""How long a search may go on: by work, which depends on the input alone. The clock is there for emergencies only.

Work is measured in *seconds of an ordinary machine*, estimated from the size of each programme and the simplex
iterations it took. A budget in seconds is a budget of work, so the same search ends at the same patch on an idle machine,
beside busy processes and on a slower one; it takes longer there. A caller that cannot wait for ever names a clock: where it strikes,
between two patches, the plan says after which, so that it can be repeated with `patches`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

SHARE = 0.95
"""Work done for a second allowed: what is left makes up for reading, writing and a somewhat slower machine."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a search may use: `seconds`, or a number of `patches`, or all it takes for a proof.

    With both, it repeats what a search of so many seconds does up to that patch. `clock`: seconds on the wall after which it ends
    wherever it is; without, it never does.
    """

    seconds: float | None = None
    patches: int | None = None
    until_proof: bool = False
    clock: float | None = None


@dataclass(slots=True)
class Work:
    """What a search has used so far. `reserved`: what is set aside for the last step."""

    budget: Budget
    cancelled: Callable[[], bool] | None = None
    spent: float = 0.0
    patches: int = 0
    stopped_by: str = ""
    reserved: float = 0.0
    started: float = field(default_factory=time.monotonic)

    def spend(self, amount: float) -> None:
        self.spent += amount

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def left(self) -> float:
        """Work still allowed; infinite without a limit in seconds."""
        seconds = self.budget.seconds
        return float("inf") if seconds is None else SHARE * seconds - self.spent - self.reserved

    def interrupted(self) -> bool:
        """Whether the clock or the caller says stop. Where this comes true depends on the machine."""
        if self.cancelled is not None and self.cancelled():
            self.stopped_by = "caller"
        elif self.budget.clock is not None and self.elapsed > self.budget.clock:
            self.stopped_by = "clock"
        return bool(self.stopped_by)

    def over(self) -> bool:
        """Whether no further patch shall be begun."""
        if self.budget.patches is not None and self.patches >= self.budget.patches:
            return True
        return self.left() <= 0 or self.interrupted()

    def may_prove(self) -> bool:
        """Whether a proof belongs to this search: not to one of patches alone, nor to one that was stopped before the first."""
        return self.budget.patches is None or (self.budget.seconds is not None and self.budget.patches > 0)
