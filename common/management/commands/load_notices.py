"""Adds example notices. The wording that counts is in the funder's own guidelines and is entered by the organiser."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from common.publicity import operations as publicity
from common.publicity.models import Notice

DATA = Path(__file__).resolve().parents[2] / "publicity" / "data" / "notices.json"


class Command(BaseCommand):
    help = "Add the example notices of the funders; a notice whose name exists is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        for row in json.loads(DATA.read_text()):
            if Notice.objects.filter(name=row["name"]).exists():
                continue
            publicity.add(
                name=row["name"],
                valid_from=date.fromisoformat(row["from"]),
                valid_until=date.fromisoformat(row["until"]) if "until" in row else None,
                texts=row["text"],
                logos=row["logos"],
            )
            if options["verbosity"]:
                self.stdout.write(f"added: {row['name']}")
