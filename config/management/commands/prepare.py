"""`manage.py prepare`: everything between a checkout (or a new release) and a start. Safe to run again at any time."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config import schedule, translations


class Command(BaseCommand):
    help = "Compile translations, migrate, make the cache table, register periodic tasks, collect static files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo's fairs and people")

        parser.add_argument("--only-files", action="store_true", help="leave the database alone: for every machine but the first")

    def handle(self, *args: Any, demo: bool, only_files: bool, verbosity: int, **options: Any) -> None:
        translations.compile_stale()
        if collect_static():
            self.note(verbosity, "Static files collected.")
        if only_files:
            return
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        schedule.register()
        call_command("load_crafts", verbosity=0)  # makers choose from them, so no installation is without
        self.note(verbosity, f"Database and files are ready in {settings.DATA_DIR}.")
        if demo:
            call_command("demo", if_empty=True, verbosity=verbosity)

    def note(self, verbosity: int, text: str) -> None:
        if verbosity:
            self.stdout.write(text)


def collect_static() -> bool:
    """Collect the static files when any of them has changed since the last time; return whether they were."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
