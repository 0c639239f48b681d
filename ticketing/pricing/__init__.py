"""The price engine: from a price list and the facts of one case to lines that explain themselves and add up."""

from ticketing.pricing.engine import included, quote
from ticketing.pricing.pricelist import (
    Basis,
    Condition,
    Discount,
    Kind,
    PriceList,
    PriceListError,
    Rate,
    Stacking,
    Surcharge,
    Tax,
)
from ticketing.pricing.quotes import Case, Line, Quote, TaxSum
from ticketing.pricing.reading import from_document, to_document

__all__ = [
    "Basis", "Case", "Condition", "Discount", "Kind", "Line", "PriceList", "PriceListError", "Quote", "Rate", "Stacking",
    "Surcharge", "Tax", "TaxSum", "from_document", "included", "quote", "to_document",
]  # fmt: skip
