"""Handing documents out: drawn once, by the worker or by who asks first."""

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.http import HttpResponse
from django.utils import timezone

from ticketing.invoicing import documents
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing.models import Document, Drawing


def drawn(document: Document) -> Drawing:
    """Return a document's PDF as it is kept, drawing it where nobody has yet."""
    kept = Drawing.objects.filter(document=document).first()
    return kept or invoicing.keep(document=document, content=documents.drawn_pdf(document), at=timezone.now())


def pdf(document: Document) -> HttpResponse:
    """Return a document's PDF, to be looked at."""
    headers = {"Content-Disposition": f'inline; filename="{document.file_name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(bytes(drawn(document).content), content_type="application/pdf", headers=headers)


def zipped(found: Iterable[Document]) -> IO[bytes]:
    """Return an open ZIP file of documents' PDFs, at its beginning; one after the other goes through it."""
    file = TemporaryFile()  # noqa: SIM115 - closed by the response once it is sent
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for document in found:
            archive.writestr(f"{document.file_name}.pdf", bytes(drawn(document).content))
    file.seek(0)
    return file
