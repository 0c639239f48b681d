from django.urls import path

from fairs.jury import views

jury = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.desk, name="desk"),
    path("<slug:slug>/<int:number>/", views.entry, name="entry"),
    path("<slug:slug>/<int:number>/pictures/<int:index>/<slug:size>/", views.picture, name="picture"),
]
