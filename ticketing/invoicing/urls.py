from django.urls import path

from ticketing.invoicing import views
from ticketing.orders.urls import ORDER

public = [
    path(ORDER + "invoice/", views.ask, name="ask_invoice"),
    path(ORDER + "documents/<int:pk>.pdf", views.paper, name="paper"),
]
