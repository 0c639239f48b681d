"""Addresses of the desk's pages about vouchers, below /desk/."""

from django.urls import path

from ticketing.vouchers import desk as pages

desk = [
    path("<slug:slug>/vouchers/", pages.voucher_list, name="vouchers"),
    path("<slug:slug>/vouchers.<str:kind>", pages.vouchers_file, name="vouchers_file"),
    path("<slug:slug>/vouchers/new/", pages.new_vouchers, name="new_vouchers"),
    path("<slug:slug>/vouchers/<int:pk>/", pages.voucher, name="voucher"),
    path("<slug:slug>/vouchers/<int:pk>/end/", pages.end_voucher, name="end_voucher"),
]
