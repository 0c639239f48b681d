from django.urls import path

from fairs.allocation.desk import maker, plan, plans

desk = [
    path("<slug:slug>/plans/", plans.plans, name="plans"),
    path("<slug:slug>/plans/ask/", plans.ask, name="ask_plan"),
    path("<slug:slug>/plans/<int:number>/", plan.plan, name="plan"),
    path("<slug:slug>/plans/<int:number>.<slug:kind>", plan.plan_file, name="plan_file"),
    path("<slug:slug>/plans/<int:number>/progress/", plans.progress, name="plan_progress"),
    path("<slug:slug>/plans/<int:number>/end/", plans.end, name="end_plan"),
    path("<slug:slug>/plans/<int:number>/makers/<int:entry>/", maker.maker, name="plan_maker"),
    path("<slug:slug>/plans/<int:number>/makers/<int:entry>/move/", maker.move, name="move_maker"),
    path("<slug:slug>/plans/<int:number>/makers/<int:entry>/pin/", maker.pin, name="pin_maker"),
]
