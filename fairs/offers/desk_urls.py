from django.urls import path

from fairs.offers.desk import loading, offers, papers, waiting

desk = [
    path("<slug:slug>/offers/", offers.offers_list, name="offers"),
    path("<slug:slug>/offers.<slug:kind>", offers.offers_file, name="offers_file"),
    path("<slug:slug>/offers/publish/", offers.publish, name="publish"),
    path("<slug:slug>/offers/waiting/", waiting.waiting, name="waiting"),
    path("<slug:slug>/offers/waiting.<slug:kind>", waiting.waiting_file, name="waiting_file"),
    path("<slug:slug>/offers/driving-in/", loading.load_in, name="load_in"),
    path("<slug:slug>/offers/driving-in.<slug:kind>", loading.load_in_file, name="load_in_file"),
    path("<slug:slug>/offers/<int:pk>/", offers.offer, name="offer"),
    path("<slug:slug>/papers/", papers.papers, name="papers"),
    path("<slug:slug>/papers/<slug:kind>-<slug:language>.pdf", papers.paper, name="fair_paper"),
]
