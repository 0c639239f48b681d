from django.urls import path

from places.equipment.urls import urlpatterns as equipment
from places.sites import views

app_name = "places"
urlpatterns = [
    path("", views.sites, name="list"),
    *equipment,
    path("<slug:code>/", views.site, name="site"),
]
