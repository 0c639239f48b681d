"""Reads of calls and applications for screens, files and the rooms above."""

from fairs.calls.queries.calls import call_of, phase_of
from fairs.calls.queries.counts import GroupCount, goods_counts

__all__ = ["GroupCount", "call_of", "goods_counts", "phase_of"]
