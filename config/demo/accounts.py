"""The bank accounts of the demonstration, whose numbers have right check digits and belong to nobody."""

from collections.abc import Mapping

from stdnum import iban
from stdnum.iso7064 import mod_97_10

from accounts.models import Partner
from ticketing.billing import rules
from ticketing.models import BankAccount

_BIK = "045805000"


def make_accounts(partners: Mapping[str, Partner]) -> None:
    """Give Latvian partners an account in euro, the region and the Russian partners one in roubles."""
    made = []
    for place, (code, partner) in enumerate(partners.items(), 1):
        if partner.country == "LV":
            made.append(_euro(partner, place))
        if partner.country == "RU" or code == "lpr":
            made.append(_roubles(partner, place))
    BankAccount.objects.bulk_create(made)


def _euro(partner: Partner, place: int) -> BankAccount:
    own = f"DEMO{place:013d}"
    number = iban.validate(f"LV{mod_97_10.calc_check_digits(f'{own}LV')}{own}")
    return BankAccount(
        partner=partner, currency="EUR", holder=partner.name, number=number, bank="Demo banka", bic="DEMOLV2X", is_default=True
    )


def _roubles(partner: Partner, place: int) -> BankAccount:
    return BankAccount(
        partner=partner,
        currency="RUB",
        holder=partner.name,
        number=_keyed(f"40703810{{}}{place:011d}"),
        bank="Демо-банк, г. Псков",
        bic=_BIK,
        inn="0000000000",
        kpp="000000000",
        is_default=True,
    )


def _keyed(pattern: str) -> str:
    """Put the digit that agrees with the БИК into a number."""
    return next(number for digit in range(10) if rules.has_right_key(number := pattern.format(digit), _BIK))
