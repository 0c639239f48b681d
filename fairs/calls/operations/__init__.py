"""Everything that changes calls and applications."""

from fairs.calls.operations.moving import move, reveal, set_score

__all__ = ["move", "reveal", "set_score"]
