"""Addresses of the desk's pages about one order and about money, below /desk/."""

from django.urls import path

from ticketing.billing import desk as views

desk = [
    path("<slug:slug>/orders/<str:code>/", views.order, name="order"),
    path("<slug:slug>/orders/<str:code>/change/", views.change_order, name="change_order"),
    path("<slug:slug>/orders/<str:code>/pay/", views.pay, name="pay"),
    path("<slug:slug>/orders/<str:code>/settle/", views.settle, name="settle"),
    path("<slug:slug>/money/", views.money, name="money"),
    path("<slug:slug>/money.<str:kind>", views.ledger_file, name="ledger_file"),
]
