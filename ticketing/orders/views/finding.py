"""For who has lost the link of an order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ticketing.orders import operations as orders
from ticketing.orders.forms import FindForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Mail the links of an address's orders to it. The answer is the same whether there are any."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        orders.send_links(email=form.cleaned_data["email"], language=translation.get_language(), at=timezone.now())
        return render(request, "ticketing/orders/find_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "ticketing/orders/find.html", {"form": form})
