"""Addresses of the desk's pages about orders and tickets, below /desk/."""

from django.urls import path

from ticketing.orders.desk import groups, lists, tickets

desk = [
    path("<slug:slug>/orders/", lists.order_list, name="orders"),
    path("<slug:slug>/orders.<str:kind>", lists.orders_file, name="orders_file"),
    path("<slug:slug>/orders/group/", groups.new_group, name="new_group"),
    path("<slug:slug>/orders/chosen/", lists.bulk, name="orders_chosen"),
    path("<slug:slug>/tickets/", lists.ticket_list, name="tickets"),
    path("<slug:slug>/tickets.<str:kind>", lists.tickets_file, name="tickets_file"),
    path("<slug:slug>/tickets/new/", tickets.guests, name="guests"),
    path("<slug:slug>/tickets/<int:serial>/", tickets.ticket, name="ticket"),
]
