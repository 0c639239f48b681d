"""How the engine says that an input cannot be worked on."""


class BadInput(Exception):
    """A file is not a sound `stall-allocation/1` document.

    Args:
        code: stable word for programs, such as `unknown_stall`.
        place: where in the document, such as `applicants[3].wishes[0]`.
        message: what is wrong there, in English.
    """

    def __init__(self, code: str, place: str, message: str):
        super().__init__(f"{place}: {message}")
        self.code = code
        self.place = place
        self.message = message


class Impossible(Exception):
    """No allocation meets every must-have rule; `demands` is a smallest set of demands that contradict each other."""

    def __init__(self, demands, smallest: bool = True):
        super().__init__("these demands cannot all be met: " + "; ".join(str(d) for d in demands))
        self.demands = tuple(demands)
        self.smallest = smallest

    def document(self, name: str) -> dict:
        """The answer instead of an allocation."""
        return {"instance": name, "impossible": [d.document() for d in self.demands], "smallest": self.smallest}
