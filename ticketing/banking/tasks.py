"""What the worker does for statements."""

import logging

from django.utils import timezone

from ticketing.banking import operations, queries
from ticketing.banking.models import StatementFile

logger = logging.getLogger(__name__)


def bring_in(*, file_id: int) -> str:
    """Read a file in and return the state it ended in. Called twice it does nothing the second time."""
    file = StatementFile.objects.filter(pk=file_id).first()
    if file is None:
        return "gone"
    return operations.bring_in(file=file, by=file.came_by or "system", at=timezone.now()).state


def bring_in_waiting() -> int:
    """Read in the files whose task was lost; returns how many."""
    files = list(queries.files_waiting().values_list("pk", flat=True))
    for pk in files:
        bring_in(file_id=pk)
    return len(files)
