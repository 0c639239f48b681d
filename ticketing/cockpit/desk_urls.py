from django.urls import path, re_path

from ticketing.cockpit import desk as pages

desk = [
    path("", pages.home, name="home"),
    re_path(r"^events\.(?P<kind>csv|xlsx)$", pages.home_file, name="home_file"),
    path("<slug:slug>/", pages.cockpit, name="event"),
    path("<slug:slug>/state/", pages.state, name="state"),
]
