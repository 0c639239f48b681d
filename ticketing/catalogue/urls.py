from django.urls import path

from ticketing.catalogue import views

public = [
    path("e/<slug:slug>/", views.detail, name="detail"),
    path("events.json", views.open_data, name="open_data"),
]
