from django.urls import path

from ticketing.billing import views
from ticketing.orders.urls import ORDER

public = [path(ORDER + "pay/", views.pay, name="pay")]
