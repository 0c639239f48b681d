"""Addresses of the desk's pages about the waiting list, below /desk/."""

from django.urls import path

from ticketing.waiting import desk as views

desk = [
    path("<slug:slug>/waiting-list/", views.waiting, name="waiting_list"),
    path("<slug:slug>/waiting-list.<str:kind>", views.waiting_file, name="waiting_list_file"),
    path("<slug:slug>/waiting-list/rule/", views.rule, name="waiting_rule"),
    path("<slug:slug>/waiting-list/products/<int:product_id>/", views.product, name="waiting_product"),
    path("<slug:slug>/waiting-list/<int:number>/", views.one, name="wait"),
    path("<slug:slug>/waiting-list/<int:number>/act/", views.act, name="wait_act"),
]
