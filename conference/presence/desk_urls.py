from django.urls import path

from conference.presence.desk import lists as pages
from conference.presence.desk import taking

desk = [
    path("<slug:slug>/attendance/", pages.overview, name="attendance"),
    path("<slug:slug>/attendance.<slug:kind>", pages.overview_file, name="attendance_file"),
    path("<slug:slug>/attendance/sheet.pdf", pages.sheet, name="attendance_sheet"),
    path("<slug:slug>/attendance/typed/", pages.typed, name="attendance_typed"),
    path("<slug:slug>/attendance/half-days/", pages.half_days, name="attendance_halves"),
    path("<slug:slug>/attendance/scans/", taking.scans, name="attendance_scans"),
    path("<slug:slug>/attendance/online/", taking.online, name="attendance_online"),
    path("<slug:slug>/attendance/<int:number>/", pages.tick_list, name="attendance_session"),
]
