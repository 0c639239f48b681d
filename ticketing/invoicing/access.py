"""Who may fetch a document: the buyer by the order's link, staff through the event, the treasurer through the partner."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.partners.models import Partner
from ticketing.invoicing.models import Document
from ticketing.orders.models import Order


def document_of(order: Order, pk: int) -> Document:
    """Return one of an order's documents.

    Raises:
        Http404: it is another order's, or none.
    """
    return _found(Document.objects.filter(order=order, pk=pk))


def document_at(partner: Partner, pk: int) -> Document:
    """Return one of a partner's documents.

    Raises:
        Http404: it is another partner's, or none.
    """
    return _found(Document.objects.filter(partner=partner, pk=pk))


def _found(documents: QuerySet[Document]) -> Document:
    found = documents.select_related("partner", "drawing", "order__event").first()
    if found is None:
        raise Http404
    return found
