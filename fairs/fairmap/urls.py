from django.urls import path

from fairs.fairmap import views

public = [
    path("<slug:slug>/map/", views.show, name="map"),
    path("<slug:slug>/map/worker.js", views.worker, name="map_worker"),
    path("<slug:slug>/map/pictures/<int:photo>/", views.picture, name="map_picture"),
]
