"""The scanner page. A public shell: without a paired phone's key it shows nothing of any event."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ticketing.door import texts


@require_safe
def scanner(request: HttpRequest) -> HttpResponse:
    """Show the scanner; also where pairing links lead, whose token stays in the fragment and never reaches us."""
    return render(request, "ticketing/door/scanner.html", {"texts": texts.for_page(), "words": texts.for_verdicts()})
