"""All addresses of the site."""

from django.urls import include, path, re_path

from accounts.desk.urls import urlpatterns as partners_desk
from accounts.people import views as people
from conference.urls import desk as conference_desk
from conference.urls import public as conference_public
from conference.urls import review
from config import welcome
from config.api import api, not_found
from exhibitors.urls import desk as makers_desk
from fairs.urls import desk as fairs_desk
from fairs.urls import jury
from fairs.urls import public as fairs_public
from ticketing.banking.desk_urls import partner_desk as bank_desk
from ticketing.billing.desk_urls import desk as billing_desk
from ticketing.billing.desk_urls import partner_desk as accounts_desk
from ticketing.billing.urls import public as billing
from ticketing.cards.desk_urls import partner_desk as cards_desk
from ticketing.cards.urls import public as cards
from ticketing.cards.urls import told as cards_told
from ticketing.catalogue.desk_urls import desk as catalogue_desk
from ticketing.catalogue.urls import public as catalogue
from ticketing.cockpit.desk_urls import desk as cockpit_desk
from ticketing.door.desk_urls import desk as door_desk
from ticketing.events.desk_urls import desk as events_desk
from ticketing.events.urls import public as events
from ticketing.invoicing.desk_urls import desk as invoicing_desk
from ticketing.invoicing.desk_urls import partner_desk as papers_desk
from ticketing.invoicing.urls import public as invoicing
from ticketing.orders.desk_urls import desk as orders_desk
from ticketing.orders.urls import public as orders
from ticketing.orders.urls import shop
from ticketing.refunds.desk_urls import desk as refunds_desk
from ticketing.refunds.urls import public as refunds
from ticketing.tickets.desk_urls import desk as tickets_desk
from ticketing.tills.desk_urls import desk as tills_desk
from ticketing.treasury.desk_urls import desk as treasury_desk
from ticketing.vouchers.desk_urls import desk as vouchers_desk
from ticketing.waiting.desk_urls import desk as waiting_desk
from ticketing.waiting.urls import shop as waiting

# "new/" before the events' own addresses, "orders/chosen/" before the orders' own
desk = events_desk + cockpit_desk + catalogue_desk + orders_desk + billing_desk + door_desk + tickets_desk + waiting_desk + tills_desk
desk += vouchers_desk + fairs_desk + conference_desk
desk += invoicing_desk
desk += refunds_desk
desk = treasury_desk + desk

urlpatterns = [
    path("api/", api.urls),  # first, since phones at the gate ask most
    re_path(r"^api/", not_found),
    path("door/", include("ticketing.door.urls")),
    path("welcome/", welcome.welcome, name="welcome"),
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("accounts.urls")),
    path("desk/partners/", include((partners_desk + accounts_desk + papers_desk + cards_desk + bank_desk, "desk_partners"))),
    path("desk/makers/", include((makers_desk, "desk_makers"))),
    path("desk/", include((desk, "desk"))),
    path("maker/", include("exhibitors.urls")),
    path("jury/", include((jury, "jury"))),
    path("review/", include((review, "review"))),
    path("calls/", include((fairs_public, "calls"))),
    path("learn/", include((conference_public, "learn"))),
    path("", include((events + catalogue, "events"))),
    path("", include((shop + waiting, "shop"))),
    path("", include((orders + billing + invoicing + refunds + cards, "orders"))),
    *cards_told,
    path("demo/mail/", include("config.demo_mail")),  # answers only when DEMO is set
    path("places/", include("places.urls")),
    path("language/", people.set_language, name="set_language"),
]
