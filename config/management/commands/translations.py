"""`manage.py translations`: bring the catalogues up to date with the sources, or say what they lack."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import translations


class Command(BaseCommand):
    help = "Update locale/*/LC_MESSAGES/django.po from the sources; with --check, only list what is missing."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a text is not translated")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        collected = translations.collect()
        if not check:
            for language in translations.LANGUAGES:
                translations.write(language, translations.merged(language, collected))
        missing = [line for language in translations.LANGUAGES for line in translations.gaps(language, collected)]
        for line in missing:
            self.stdout.write(line)
        self.stdout.write(f"{len(collected)} texts, {len(missing)} gaps")
        if check and missing:
            raise CommandError("the catalogues are not complete: run `manage.py translations` and fill them in")
