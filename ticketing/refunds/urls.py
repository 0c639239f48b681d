from django.urls import path

from ticketing.orders.urls import ORDER
from ticketing.refunds import views

public = [
    path(ORDER + "cancel/", views.cancel, name="cancel"),
    path(ORDER + "tickets/<int:ticket>/cancel/", views.cancel_ticket, name="cancel_ticket"),
    path(ORDER + "moved/", views.moved, name="moved"),
    path(ORDER + "refunds/<int:refund>/", views.account, name="refund_account"),
]
