from django.urls import path

from conference.evidence import views

public = [
    path("<slug:slug>/proceedings/", views.proceedings, name="proceedings"),
    path("<slug:slug>/proceedings/<int:pk>/", views.proceedings_file, name="proceedings_file"),
]
