"""Why a code cannot be used, in words for whoever typed it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ticketing.vouchers.rules import Fault

FAULTS: Mapping[Fault, Any] = {
    Fault.UNKNOWN: _("There is no such code here. Look at it once more, letter by letter."),
    Fault.ENDED: _("This code has been taken back. Ask the organiser."),
    Fault.NOT_YET: _("This code is not valid yet."),
    Fault.EXPIRED: _("This code is no longer valid."),
    Fault.USED_UP: _("This code has been used up."),
    Fault.IS_CREDIT: _("This code is a credit: leave it out here, and pay with it once you have ordered."),
    Fault.NO_CREDIT: _("This code is not a credit. It belongs into the field on the page where tickets are chosen."),
    Fault.OTHER_CURRENCY: _("This code is for the other currency."),
    Fault.NOT_FOR_THESE: _("This code is not for what you chose. Choose something else, or go on without it."),
    Fault.TOO_MANY: _("This code is good for fewer tickets than you chose. Choose fewer, or go on without it."),
    Fault.BELOW_MINIMUM: _("This code is for larger orders. Choose more, or go on without it."),
}
