from django.urls import path

from ticketing.events import desk as pages
from ticketing.events import desk_people as people

desk = [
    path("new/", pages.create, name="new"),
    path("<slug:slug>/event/", pages.edit, name="edit"),
    path("<slug:slug>/event/move/", pages.move, name="move"),
    path("<slug:slug>/event/windows/new/", pages.window, name="new_window"),
    path("<slug:slug>/event/windows/<int:number>/", pages.window, name="window"),
    path("<slug:slug>/roles/", people.roles, name="roles"),
    path("<slug:slug>/roles/<int:role_id>/withdraw/", people.withdraw_role, name="withdraw_role"),
    path("<slug:slug>/activity/", people.activity, name="activity"),
    path("<slug:slug>/activity.csv", people.activity_csv, name="activity_csv"),
]
