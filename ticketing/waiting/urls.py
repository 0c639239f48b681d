from django.urls import path

import ticketing.orders.urls  # noqa: F401  (registers "linkpart")
from ticketing.waiting import views

WAIT = "w/<linkpart:secret>/"
"""As the links of orders (`orders.urls`), which know how to read what was cut off or mistyped."""

shop = [
    path("e/<slug:slug>/waiting/", views.join, name="join_waiting"),
    path(WAIT, views.wait, name="wait"),
    path(WAIT + "leave/", views.leave, name="leave_waiting"),
    path(WAIT + "decline/", views.decline, name="decline_offer"),
]
