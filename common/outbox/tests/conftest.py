"""Letters to test with, and mail programs that behave badly."""

import copy
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from common.outbox import operations as outbox
from common.outbox.models import Message


@pytest.fixture(autouse=True)
def _letters(settings: Any, tmp_path: Path) -> None:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates", *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    settings.MAIL_DIR = tmp_path / "mail"
    settings.SITE_URL = "https://tirgus.example.org"


@pytest.fixture
def write() -> Callable[..., Message]:
    """Write a greeting to Vera; every argument may be overridden."""
    numbers = itertools.count(1)

    def write(**more: Any) -> Message:
        given = {
            "key": f"greeting:{next(numbers)}",
            "kind": "greeting",
            "about": "person:1",
            "to": "vera@example.org",
            "language": "lv",
            "template": "greeting",
            "context": {"name": "Vera O'Paraudziņa"},
            "at": timezone.now(),
        }
        return outbox.write(**{**given, **more})

    return write
