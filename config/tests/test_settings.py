"""An installation in production starts with everything it needs, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "PRODUCTION": "1",
    "SECRET_KEY": "made-up",
    "TICKET_KEY": "made-up",
    "DATABASE_URL": "postgres://made-up/up",
    "SITE_URL": "https://gadatirgus.example",
    "EMAIL_URL": "smtp+tls://made:up@mail.example:587",
    "MAIL_FROM": "noreply@gadatirgus.example",
}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "DATA_DIR"}}
    # as on a machine where only requirements.txt is installed
    command = [sys.executable, "-c", "import sys; sys.modules['storages'] = None; import config.settings"]
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True)


def test_a_complete_production_starts() -> None:
    done = start(COMPLETE)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_missing_value_is_named_at_once() -> None:
    done = start({"PRODUCTION": "1", "SITE_URL": COMPLETE["SITE_URL"]})
    assert "PRODUCTION=1 needs these environment variables: SECRET_KEY, TICKET_KEY, DATABASE_URL, EMAIL_URL, MAIL_FROM" in done.stderr


@pytest.mark.parametrize("extra", [{"DEMO": "1"}, {"DEBUG": "1"}, {"SITE_URL": "gadatirgus.example"}, {"OBJECT_STORE_BUCKET": "prints"}])
def test_what_does_not_fit_together_is_refused(extra: dict[str, str]) -> None:
    done = start({**COMPLETE, **extra})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
