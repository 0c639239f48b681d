from django.urls import path

from fairs.fairday import views

public = [path("applications/<int:pk>/afterwards/", views.afterwards, name="afterwards")]
