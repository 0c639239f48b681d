from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ticketing.treasury import operations
from ticketing.treasury.models import Finding


class Command(BaseCommand):
    help = "Prove that payments, documents, refunds and orders agree; say where they do not. Ends with 1 where something was found."

    def handle(self, *args: Any, **options: Any) -> None:
        check = operations.check_books(at=timezone.now())
        self.stdout.write(f"{check.orders} orders, {check.findings} findings")
        for one in Finding.objects.filter(closed_at=None).select_related("partner"):
            self.stdout.write(f"{one.partner.code}  {one.kind}  {one.about}  {one.detail}")
        if check.findings:
            raise SystemExit(1)
