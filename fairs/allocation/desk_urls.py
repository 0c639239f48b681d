from django.urls import path

from fairs.allocation.desk import changes, ledger, maker, plan, plans, rules

desk = [
    path("<slug:slug>/plans/", plans.plans, name="plans"),
    path("<slug:slug>/plans/ask/", plans.ask, name="ask_plan"),
    path("<slug:slug>/plans/refill/", changes.refill, name="ask_refill"),
    path("<slug:slug>/plans/rules/", rules.plan_rules, name="plan_rules"),
    path("<slug:slug>/plans/rules/fixed/<int:entry>/drop/", rules.drop_pin, name="drop_pin"),
    path("<slug:slug>/plans/record/", ledger.record, name="stall_record"),
    path("<slug:slug>/plans/record.<slug:kind>", ledger.record_file, name="stall_record_file"),
    path("<slug:slug>/plans/years/", ledger.years, name="place_years"),
    path("<slug:slug>/plans/years.<slug:kind>", ledger.years_file, name="place_years_file"),
    path("<slug:slug>/plans/<int:number>/", plan.plan, name="plan"),
    path("<slug:slug>/plans/<int:number>.<slug:kind>", plan.plan_file, name="plan_file"),
    path("<slug:slug>/plans/<int:number>/progress/", plans.progress, name="plan_progress"),
    path("<slug:slug>/plans/<int:number>/end/", plans.end, name="end_plan"),
    path("<slug:slug>/plans/<int:number>/compare/", changes.plan_compare, name="plan_compare"),
    path("<slug:slug>/plans/<int:number>/compare.<slug:kind>", changes.compare_file, name="plan_compare_file"),
    path("<slug:slug>/plans/<int:number>/publish/", changes.publish, name="plan_publish"),
    path("<slug:slug>/plans/<int:number>/makers/<int:entry>/", maker.maker, name="plan_maker"),
    path("<slug:slug>/plans/<int:number>/makers/<int:entry>/move/", maker.move, name="move_maker"),
    path("<slug:slug>/plans/<int:number>/makers/<int:entry>/pin/", maker.pin, name="pin_maker"),
]
