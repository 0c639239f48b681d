from django.http import HttpResponse

from common.outbox.operations import File


def download(file: File) -> HttpResponse:
    """Send a file to be kept; a browser may show it instead."""
    return HttpResponse(file.content, content_type=file.content_type, headers={"Content-Disposition": f'inline; filename="{file.name}"'})
