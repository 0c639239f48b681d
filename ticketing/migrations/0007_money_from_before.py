import re

from django.db import migrations
from django.db.models import Max
from django.db.models.functions import Coalesce

_SWIFT = re.compile(r"\b[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")
_BIK = re.compile(r"\b0\d{8}\b")


def move_accounts(apps, schema_editor):
    """Give every partner that named an account one in its own currency; the bank's code is taken out of its name if it is seen there."""
    account = apps.get_model("ticketing", "BankAccount")
    for partner in apps.get_model("accounts", "Partner").objects.exclude(bank_account=""):
        number = re.sub(r"[\s-]+", "", partner.bank_account).upper()[:34]
        if not number:
            continue
        found = (_BIK if partner.currency == "RUB" else _SWIFT).search(partner.bank_name)
        account.objects.create(
            partner=partner,
            currency=partner.currency,
            holder=(partner.legal_name or partner.name)[:160],
            number=number,
            bank=partner.bank_name,
            bic=found.group() if found else "",
            is_default=True,
        )


def move_back(apps, schema_editor):
    for account in apps.get_model("ticketing", "BankAccount").objects.filter(is_default=True).select_related("partner"):
        if account.currency == account.partner.currency:
            account.partner.bank_account, account.partner.bank_name = account.number, account.bank
            account.partner.save()


def tell_when_paid(apps, schema_editor):
    """Paid orders know when they were paid; of cancelled ones only their payments still tell."""
    orders = apps.get_model("ticketing", "Order").objects
    orders.filter(state="paid").update(paid_at=Coalesce("closed_at", "placed_at"))
    for order in orders.filter(state="cancelled", payments__amount__gt=0).annotate(came=Max("payments__recorded_at")):
        orders.filter(pk=order.pk).update(paid_at=order.came)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_partner_bank"),
        ("ticketing", "0006_money"),
    ]
    run_before = [
        ("accounts", "0003_bank_moved_to_billing"),
    ]
    operations = [
        migrations.RunPython(move_accounts, move_back),
        migrations.RunPython(tell_when_paid, migrations.RunPython.noop),
    ]
