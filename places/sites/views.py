from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from places.sites import queries


@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """List and map the sites; open to everybody."""
    text = request.GET.get("q", "").strip()[:100]
    found = queries.found(text)
    today = timezone.localdate()
    rows = [{"site": site, "municipality": queries.municipality_on(site, today)} for site in found]
    return render(request, "places/sites/list.html", {"rows": rows, "text": text, "map": queries.map_of(found)})


@require_safe
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Show one site with its rooms; open to everybody."""
    found = queries.site_with_rooms(code)
    if found is None:
        raise Http404
    municipality = queries.municipality_on(found, timezone.localdate())
    former = found.municipality if found.municipality != municipality else None
    return render(
        request,
        "places/sites/site.html",
        {"site": found, "municipality": municipality, "former": former, "rooms": list(found.rooms.all())},
    )
