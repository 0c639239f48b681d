"""Loads the taxonomy of crafts; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from exhibitors.crafts import operations


class Command(BaseCommand):
    help = "Bring the crafts up to date with exhibitors/data/crafts.json."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        count = operations.load()
        if verbosity:
            self.stdout.write(f"{count} crafts")
