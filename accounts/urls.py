from django.urls import path

from accounts.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("link/<str:word>/", views.link, name="link"),
]
