"""Sending a proposal's file. Whoever calls this has looked whether the reader may have it."""

from pathlib import PurePosixPath

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from common.files import CONTENT_TYPES
from conference.proposals.models import ProposalFile


def send(file: ProposalFile, *, name: str = "", inline: bool = False) -> HttpResponseBase:
    """Return the file under a name, its author's own unless another is given; to be kept unless `inline`.

    Raises:
        Http404: the file is gone.
    """
    ending = PurePosixPath(str(file.file)).suffix.lstrip(".").lower()
    kind = next((found for of, found in CONTENT_TYPES.items() if of == ending), "application/octet-stream")
    try:
        opened = file.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=not inline, filename=name or file.name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response
