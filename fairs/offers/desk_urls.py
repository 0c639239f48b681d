from django.urls import path

from fairs.offers import desk as pages

desk = [
    path("<slug:slug>/offers/", pages.offers_list, name="offers"),
    path("<slug:slug>/offers.<slug:kind>", pages.offers_file, name="offers_file"),
    path("<slug:slug>/offers/publish/", pages.publish, name="publish"),
    path("<slug:slug>/offers/waiting/", pages.waiting, name="waiting"),
    path("<slug:slug>/offers/driving-in/", pages.load_in, name="load_in"),
    path("<slug:slug>/offers/<int:pk>/", pages.offer, name="offer"),
    path("<slug:slug>/papers/", pages.papers, name="papers"),
    path("<slug:slug>/papers/<slug:kind>-<slug:language>.pdf", pages.paper, name="fair_paper"),
]
