from django.urls import path

from fairs.allocation import views

public = [path("applications/<int:pk>/reason/", views.reason, name="reason")]
