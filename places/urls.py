from django.urls import path

from places.sites import views

app_name = "places"
urlpatterns = [
    path("", views.sites, name="list"),
    path("<slug:code>/", views.site, name="site"),
]
