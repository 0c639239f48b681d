"""Secrets that a single machine makes for itself on first start, below DATA_DIR/keys."""

import os
import secrets
from pathlib import Path


def read_or_make(path: Path) -> str:
    """Return the secret kept in `path`, making it (mode 0600) on first use.

    Two processes starting at once agree: the file is created exclusively, and the loser reads the winner's.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # fails when another process was first; never leaves half a file
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
