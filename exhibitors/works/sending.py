"""Sending a stored picture. Whoever calls this has looked whether the reader may see it."""

from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from exhibitors.works.models import Photo
from exhibitors.works.queries import SIZES, picture_file

TYPES = {".jpg": "image/jpeg", ".webp": "image/webp"}
KEEP = 7 * 24 * 3600


def send(request: HttpRequest, photo: Photo, size: str) -> HttpResponseBase:
    """Return the picture in a size, kept by this reader's browser only. Its stored name is random and new for each upload.

    Raises:
        Http404: no such size, or the file is gone.
    """
    if size not in SIZES:
        raise Http404
    file = picture_file(photo, size)
    tag = f'"{PurePosixPath(str(file)).stem}"'
    response: HttpResponse | FileResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        try:
            opened = file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(opened, content_type=TYPES.get(PurePosixPath(str(file)).suffix, "application/octet-stream"))
        response["Content-Disposition"] = "inline"
    response["ETag"] = tag
    response["Cache-Control"] = f"private, max-age={KEEP}"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response
