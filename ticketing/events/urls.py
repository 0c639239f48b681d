from django.urls import path

from ticketing.events import views

public = [
    path("", views.calendar, name="calendar"),
    path("calendar.ics", views.feed, name="feed"),
    path("e/<slug:slug>/event.ics", views.add_to_calendar, name="ics"),
]
