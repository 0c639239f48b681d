"""Months in the genitive, as a day wants them: "16 декабря". Everything else is Django's."""

MONTH_DAY_FORMAT = "j E"
