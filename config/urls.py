"""All addresses of the site."""

from django.urls import include, path, re_path

from accounts.people import views as people
from config.api import api, not_found

urlpatterns = [
    path("api/", api.urls),  # first, since phones at the gate ask most
    re_path(r"^api/", not_found),
    path("door/", include("ticketing.door.urls")),
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("accounts.urls")),
    path("language/", people.set_language, name="set_language"),
]
