"""Fills the database with the demonstration and says who can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Person
from config import demo


class Command(BaseCommand):
    help = "Build the demonstration: real places, invented people, events around today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="delete everything first")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are data already")

    def handle(self, *args: Any, reset: bool, if_empty: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This installation is in production; the demonstration would replace its data.")
        empty = demo.is_empty()
        if not empty and not (if_empty or reset):
            raise CommandError("There are data already. `demo --reset` deletes ALL of them and builds the demonstration anew.")
        if reset and not empty:
            demo.wipe()
        if reset or empty:
            demo.build()
            self.stdout.write("The demonstration is built.")
        self.print_sign_ins()

    def print_sign_ins(self) -> None:
        """Say who can sign in, as far as the database holds the demonstration and not somebody's own data."""
        present = set(Person.objects.values_list("email", flat=True))
        rows = [(role, email, password) for role, email, password in demo.sign_ins() if email in present]
        if rows:
            self.stdout.write("Sign in as:")
        for role, email, password in rows:
            self.stdout.write(f"  {email:<24} {password}   {role}")
