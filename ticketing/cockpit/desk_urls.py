from django.urls import path

from ticketing.cockpit import desk as pages
from ticketing.cockpit import desk_letters as letters
from ticketing.cockpit import desk_offer as offer

desk = [
    path("", pages.home, name="home"),
    path("events.<str:kind>", pages.home_file, name="home_file"),
    path("<slug:slug>/", pages.cockpit, name="event"),
    path("<slug:slug>/state/", pages.state, name="state"),
    path("<slug:slug>/quotas/new/", offer.quota, name="new_quota"),
    path("<slug:slug>/quotas/<int:pk>/", offer.quota, name="quota"),
    path("<slug:slug>/questions/new/", offer.question, name="new_question"),
    path("<slug:slug>/questions/<int:pk>/", offer.question, name="question"),
    path("<slug:slug>/letters/", letters.letters, name="letters"),
    path("<slug:slug>/letters.<str:kind>", letters.letters_file, name="letters_file"),
    path("<slug:slug>/letters/<int:pk>/again/", letters.send_again, name="send_again"),
]
