"""Adds the municipalities, sites and rooms of the project's data files."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from places.sites import operations as sites

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Add the project's municipalities, sites and rooms; running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="write over what people have corrected")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = {name: json.loads((DATA / f"{name}.json").read_text()) for name in ("municipalities", "sites")}
        done = sites.load(**rows, overwrite=options["overwrite"])
        if options["verbosity"]:
            self.stdout.write(f"{done.municipalities} municipalities, {done.sites} sites, {done.rooms} rooms written")
