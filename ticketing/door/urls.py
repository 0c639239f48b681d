"""Addresses of the door's pages; the API's are in `ticketing.door.api`."""

from django.urls import path

from ticketing.door import views

app_name = "door"
urlpatterns = [
    path("", views.scanner, name="scanner"),
    path("pair", views.scanner, name="pair"),
]
