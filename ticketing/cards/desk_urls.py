"""Addresses of a partner's pages about cards, below /desk/partners/."""

from django.urls import path

from ticketing.cards import desk as views

partner_desk = [
    path("<slug:code>/cards/", views.overview, name="cards"),
    path("<slug:code>/cards/keys/", views.keys, name="card_keys"),
    path("<slug:code>/cards/<int:pk>/use/", views.use, name="card_use"),
    path("<slug:code>/cards/<int:pk>/forget/", views.forget, name="card_forget"),
    path("<slug:code>/cards/notices/<int:pk>/book/", views.book, name="card_book"),
]
