"""The organiser's pages about what an event offers: the list, a product with its variations, taking things away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from ticketing.catalogue import operations, queries
from ticketing.catalogue.forms import BaseVariations, ProductForm, StepForm, VariationFormSet, variation_row
from ticketing.catalogue.models import PriceStep, Product, Question, Quota
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.forms import as_typed
from ticketing.events.models import Event

THINGS: dict[str, type[Any]] = {"product": Product, "quota": Quota, "question": Question}


@at_desk(Capability.EDIT_EVENT)
@require_safe
def products(request: HttpRequest, event: Event) -> HttpResponse:
    """Show what the event offers: products, quotas and questions."""
    more = {
        "event": event,
        "lines": queries.desk_lines(event, timezone.now()),
        "quotas": event.quotas.prefetch_related("items__product", "items__variation"),
        "questions": event.questions.prefetch_related("products", "options"),
    }
    return render(request, "ticketing/catalogue/desk/products.html", more)


@at_desk(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: HttpRequest, event: Event, pk: int | None = None) -> HttpResponse:
    """Add a product, or change one, with its variations."""
    present = get_object_or_404(event.products, pk=pk) if pk else None
    variations = {variation.pk: variation for variation in present.variations.all()} if present else {}
    form = ProductForm(request.POST or None, row=present, event=event)
    rows = _rows(request, event, [variation_row(variation) for variation in variations.values()])
    if "add_row" in request.POST:
        rows = VariationFormSet(initial=rows.one_more({"is_active": True}), prefix="variations", form_kwargs={"event": event})
        form = ProductForm(initial=as_typed(form), row=present, event=event)
    elif all([request.method == "POST", rows.is_valid(), form.is_valid()]):
        kept, removed = rows.split(variations)
        said: dict[str, Any] = {"facts": form.facts(), "variations": kept, "removed": removed, "product": present}
        if submit(
            request,
            event,
            form,
            lambda: operations.save_offer(event=event, by=request.user, at=timezone.now(), **said),
            _("“%(name)s” is saved.") % {"name": form.cleaned_data["name_lv"]},
        ):
            return redirect("desk:products", event.slug)
    return render(request, "ticketing/catalogue/desk/product.html", {"event": event, "form": form, "rows": rows, "product": present})


def _rows(request: HttpRequest, event: Event, saved: list[dict[str, Any]]) -> BaseVariations:
    if request.method == "POST":
        return VariationFormSet(request.POST, prefix="variations", form_kwargs={"event": event})
    return VariationFormSet(initial=saved, prefix="variations", form_kwargs={"event": event})


@at_desk(Capability.EDIT_EVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Show the lower prices of a product, and add one."""
    one = get_object_or_404(event.products.select_related("event"), pk=pk)
    form = StepForm(request.POST or None, product=one)
    if submit(
        request,
        event,
        form,
        lambda: operations.add_step(product=one, facts=form.facts(), by=request.user, at=timezone.now()),
        _("The lower price is added."),
    ):
        return redirect("desk:product_prices", event.slug, one.pk)
    more = {"steps": one.steps.select_related("variation"), "has_variations": one.variations.exists()}
    return render(request, "ticketing/catalogue/desk/prices.html", {"event": event, "product": one, "form": form, **more})


@at_desk(Capability.EDIT_EVENT)
@require_POST
def remove_step(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Take a lower price away; what was sold at it keeps its price."""
    step = get_object_or_404(PriceStep.objects.select_related("product"), product__event=event, pk=pk)
    attempt(
        request,
        event,
        lambda: operations.remove(thing=step, event=event, by=request.user, at=timezone.now()),
        _("The lower price is removed."),
    )
    return redirect("desk:product_prices", event.slug, step.product_id)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def shift(request: HttpRequest, event: Event, kind: str, pk: int) -> HttpResponse:
    """Move a product or a question up or down in its list."""
    thing = get_object_or_404(THINGS[kind], event=event, pk=pk)
    steps = -1 if request.POST.get("to") == "up" else 1
    attempt(
        request,
        event,
        lambda: operations.shift(thing=thing, event=event, steps=steps, by=request.user, at=timezone.now()),
        _("The order is changed."),
    )
    return redirect("desk:products", event.slug)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def remove(request: HttpRequest, event: Event, kind: str, pk: int) -> HttpResponse:
    """Take a product, quota or question away that nobody has used."""
    thing = get_object_or_404(THINGS[kind], event=event, pk=pk)
    attempt(
        request,
        event,
        lambda: operations.remove(thing=thing, event=event, by=request.user, at=timezone.now()),
        _("“%(name)s” is removed.") % {"name": thing},
    )
    return redirect("desk:products", event.slug)
