"""Everything that changes card payments."""

from ticketing.cards.operations.asking import ask, close_needless
from ticketing.cards.operations.booking import book
from ticketing.cards.operations.keys import forget, keep, use
from ticketing.cards.operations.noticing import NotSigned, receive
from ticketing.cards.operations.opening import UnderWay, begin
from ticketing.cards.operations.refunding import send_back

__all__ = ["NotSigned", "UnderWay", "ask", "begin", "book", "close_needless", "forget", "keep", "receive", "send_back", "use"]
