"""Everything that writes papers about money, and what they say."""

from ticketing.invoicing.operations.crediting import NothingToCredit, credit
from ticketing.invoicing.operations.drawing import keep
from ticketing.invoicing.operations.identity import identify, set_pattern
from ticketing.invoicing.operations.issuing import CannotIssue, issue, issue_if_possible
from ticketing.invoicing.operations.naming import bill

__all__ = ["CannotIssue", "NothingToCredit", "bill", "credit", "identify", "issue", "issue_if_possible", "keep", "set_pattern"]
