"""Writing scans into SQLite, several to a commit.

SQLite lets one write at a time and waits for the disk at each commit; who comes meanwhile sleeps and tries again, ever longer.
Here whoever comes first writes for all who came while the former commit was under way. Nobody is answered before his own row
is on the disk. PostgreSQL does the same by itself.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Sequence
from typing import Any


class _Wish:
    """One statement that waits to be written, and what became of it."""

    __slots__ = ("error", "is_done", "rows", "text", "values")

    def __init__(self, text: str, values: Sequence[Any]):
        self.text, self.values = text, values
        self.is_done, self.rows = False, 0
        self.error: Exception | None = None


class Commits:
    """The queue of one process. Threads of another process take their turn by SQLite's own lock."""

    def __init__(self) -> None:
        self._waiting: deque[_Wish] = deque()
        self._turn = threading.Lock()

    def write(self, driver: sqlite3.Connection, text: str, values: Sequence[Any]) -> int:
        """Write one row over a connection that is in no transaction; return how many rows it came to, once it is on the disk.

        Raises:
            sqlite3.Error: this statement, or the commit it was part of, failed; then nothing of it was written.
        """
        wish = _Wish(text, values)
        self._waiting.append(wish)
        with self._turn:
            if not wish.is_done:
                _write_all(driver, [self._waiting.popleft() for _number in range(len(self._waiting))])
        if wish.error is not None:
            raise wish.error
        return wish.rows


def _write_all(driver: sqlite3.Connection, batch: Sequence[_Wish]) -> None:
    try:
        if len(batch) == 1:  # a statement is a transaction by itself
            batch[0].rows = _write_one(driver, batch[0])
            return
        driver.execute("BEGIN IMMEDIATE")
        try:
            for wish in batch:
                wish.rows = _write_one(driver, wish)
            driver.execute("COMMIT")
        except BaseException:
            driver.execute("ROLLBACK")
            raise
    except Exception as error:
        for wish in batch:
            wish.error = error
    finally:
        for wish in batch:
            wish.is_done = True


def _write_one(driver: sqlite3.Connection, wish: _Wish) -> int:
    try:
        return driver.execute(wish.text, wish.values).rowcount
    except sqlite3.IntegrityError as error:  # only this row; the statement alone was taken back
        wish.error = error
        return 0
