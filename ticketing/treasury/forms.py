"""What treasurers choose: the period, the event, the currency; and the numbers of their accounts."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from ticketing.treasury import wording


class PeriodForm(forms.Form):
    """Which days; wrong or missing ones become the usual period."""

    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def period(self, first: date, last: date) -> tuple[date, date]:
        """Return the chosen first and last day, or the usual ones."""
        self.is_valid()
        since, until = self.cleaned_data.get("since") or first, self.cleaned_data.get("until") or last
        return (since, until) if since <= until <= since + timedelta(days=3660) else (first, last)


class AccountsForm(forms.Form):
    """The number of each account."""

    def __init__(self, accounts: Iterable[str], *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in accounts:
            self.fields[name] = forms.CharField(
                label=wording.account(name), max_length=20, required=False, widget=forms.TextInput({"autocomplete": "off"})
            )
