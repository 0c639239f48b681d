"""Keeping the PDF of a document: drawn once, the same for everybody ever after."""

from datetime import datetime
from hashlib import sha256

from ticketing.invoicing.models import Document, Drawing


def keep(*, document: Document, content: bytes, at: datetime) -> Drawing:
    """Keep a document's PDF and return it; where one is kept already, that one."""
    facts = {"content": content, "sha256": sha256(content).hexdigest(), "drawn_at": at}
    return Drawing.objects.get_or_create(document=document, defaults=facts)[0]
