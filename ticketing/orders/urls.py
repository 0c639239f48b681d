from django.urls import path, register_converter

from ticketing.orders import views


class LinkPart:
    """Half of a secret link, also when it was cut off or mistyped, so that a page can help. No database takes NUL."""

    regex = r"[^/\x00]{1,80}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LinkPart, "linkpart")

ORDER = "o/<linkpart:code>/<linkpart:secret>/"
CART = "cart/<linkpart:code>/<linkpart:secret>/"

shop = [
    path("e/<slug:slug>/tickets/", views.choose, name="choose"),
    path(CART, views.cart, name="cart"),
    path(CART + "drop/", views.drop, name="drop"),
]

public = [
    path("orders/find/", views.find, name="find"),
    path(ORDER, views.order, name="order"),
    path(ORDER + "tickets.pdf", views.pdf, name="pdf"),
    path(ORDER + "event.ics", views.ics, name="ics"),
    path(ORDER + "resend/", views.resend, name="resend"),
    path(ORDER + "tickets/<int:ticket>.pdf", views.ticket_pdf, name="ticket_pdf"),
    path(ORDER + "tickets/<int:ticket>/name/", views.rename, name="rename"),
    path(ORDER + "tickets/<int:ticket>/hand-over/", views.hand_over, name="hand_over"),
]
