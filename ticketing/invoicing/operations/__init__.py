"""Everything that writes papers about money, and what they say."""

from ticketing.invoicing.operations.asking import ask, bill_charge, when_chosen, when_paid
from ticketing.invoicing.operations.crediting import NothingToCredit, credit
from ticketing.invoicing.operations.drawing import keep
from ticketing.invoicing.operations.identity import identify, set_pattern
from ticketing.invoicing.operations.issuing import CannotIssue, issue, issue_if_possible
from ticketing.invoicing.operations.naming import AlreadyIssued, bill

__all__ = [
    "AlreadyIssued", "CannotIssue", "NothingToCredit", "ask", "bill", "bill_charge", "credit", "identify", "issue", "issue_if_possible",
    "keep", "set_pattern", "when_chosen", "when_paid",
]  # fmt: skip
