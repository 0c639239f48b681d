"""Addresses of equipment and bookings, below /places/."""

from django.urls import path

from places.equipment.views import keeping, mine, place

urlpatterns = [
    path("bookings/", mine.bookings, name="bookings"),
    path("bookings/<str:word>.ics", mine.my_calendar, name="my_calendar"),
    path("bookings/<int:pk>/move/", mine.move, name="move_booking"),
    path("bookings/<int:pk>/cancel/", mine.cancel, name="cancel_booking"),
    path("<slug:code>/equipment/", place.equipment, name="equipment"),
    path("<slug:code>/equipment.ics", place.calendar, name="calendar"),
    path("<slug:code>/equipment/<int:pk>/", place.thing, name="thing"),
    path("<slug:code>/equipment/<int:pk>/label/", place.label, name="label"),
    path("<slug:code>/keep/", keeping.keep, name="keep"),
    path("<slug:code>/keep/bookings.<str:kind>", keeping.keep_file, name="keep_file"),
    path("<slug:code>/keep/<int:pk>/answer/", keeping.answer, name="answer_booking"),
    path("<slug:code>/keep/things/new/", keeping.thing_edit, name="new_thing"),
    path("<slug:code>/keep/things/<int:pk>/", keeping.thing_edit, name="thing_edit"),
    path("<slug:code>/keep/things/<int:pk>/trained/", keeping.trained, name="trained"),
    path("<slug:code>/keep/keepers/", keeping.keepers, name="keepers"),
]
