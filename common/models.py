"""The tables of this app's rooms."""

from common.outbox.models import Attachment, Message
from common.publicity.models import Notice

__all__ = ["Attachment", "Message", "Notice"]
