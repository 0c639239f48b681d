from django.urls import path

from ticketing.cards import views
from ticketing.orders.urls import ORDER

public = [
    path(ORDER + "card/", views.card, name="card"),
    path(ORDER + "card/go/", views.go, name="card_go"),
    path(ORDER + "card/state/", views.state, name="card_state"),
]
"""Beside the order's own pages: where the buyer leaves for Stripe and comes back to."""

told = [path("cards/notices/<slug:code>/", views.notices, name="card_notices")]
"""Where Stripe tells a partner's news."""
