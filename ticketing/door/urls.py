"""Addresses of the door's pages; the API's are in `ticketing.door.api`."""

from django.urls import path

from ticketing.door import views

app_name = "door"
urlpatterns = [
    path("", views.scanner, name="scanner"),
    path("pair", views.scanner, name="pair"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("<slug:name>-worker.js", views.worker, name="worker"),
]
