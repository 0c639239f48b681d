from django.urls import path

import ticketing.orders.urls  # noqa: F401  - registers the converter "linkpart"
from conference.learning import views

LINK = "r/<linkpart:secret>/"

public = [
    path("registration/find/", views.find, name="find"),
    path("<slug:slug>/", views.course, name="course"),
    path("<slug:slug>/register/", views.register, name="register"),
    path(LINK, views.mine, name="mine"),
    path(LINK + "choices/", views.choices, name="choices"),
    path(LINK + "details/", views.details, name="details"),
    path(LINK + "withdraw/", views.withdraw, name="withdraw"),
    path(LINK + "accept/", views.accept, name="accept"),
    path(LINK + "tickets.pdf", views.tickets_pdf, name="tickets_pdf"),
    path(LINK + "event.ics", views.ics, name="ics"),
]
