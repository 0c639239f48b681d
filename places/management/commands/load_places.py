"""Adds the municipalities, sites, rooms and equipment of the project's data files."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from places.equipment import operations as equipment
from places.sites import operations as sites

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Add the project's municipalities, sites, rooms and equipment; running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="write over what people have corrected")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = {name: json.loads((DATA / f"{name}.json").read_text()) for name in ("municipalities", "sites")}
        done = sites.load(**rows, overwrite=options["overwrite"])
        things = equipment.load(rows=json.loads((DATA / "equipment.json").read_text()))
        if options["verbosity"]:
            self.stdout.write(f"{done.municipalities} municipalities, {done.sites} sites, {done.rooms} rooms, {things} things written")
