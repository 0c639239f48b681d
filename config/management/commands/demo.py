"""Fills the database with the demonstration and says who can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import demo


class Command(BaseCommand):
    help = "Build the demonstration: real places, invented people, events around today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="delete everything first")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are data already")

    def handle(self, *args: Any, reset: bool, if_empty: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This installation is in production; the demonstration would replace its data.")
        if not demo.is_empty():
            if if_empty:
                return
            if not reset:
                raise CommandError("There are data already. `demo --reset` deletes ALL of them and builds the demonstration anew.")
            demo.wipe()
        demo.build()
        self.stdout.write("The demonstration is built. Sign in as:")
        for role, email, password in demo.sign_ins():
            self.stdout.write(f"  {email:<24} {password}   {role}")
