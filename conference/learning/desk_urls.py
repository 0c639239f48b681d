from django.urls import path

from conference.learning.desk import bulk, course, enrolment, enrolments, lists

desk = [
    path("<slug:slug>/registrations/", enrolments.enrolments, name="enrolments"),
    path("<slug:slug>/registrations.<slug:kind>", enrolments.enrolments_file, name="enrolments_file"),
    path("<slug:slug>/registrations/chosen/", bulk.chosen, name="enrolments_chosen"),
    path("<slug:slug>/registrations/draw/", enrolments.draw_lots, name="enrolments_draw"),
    path("<slug:slug>/registrations/new/", enrolment.new, name="enrolment_new"),
    path("<slug:slug>/registrations/set-up/", course.edit, name="course"),
    path("<slug:slug>/registrations/seats/", course.seats, name="course_seats"),
    path("<slug:slug>/registrations/activities/", course.activities, name="course_activities"),
    path("<slug:slug>/registrations/lists/", lists.lists, name="learning_lists"),
    path("<slug:slug>/registrations/lists/<slug:kind>/", lists.one_list, name="learning_list"),
    path("<slug:slug>/registrations/lists/<slug:kind>.<slug:ending>", lists.list_file, name="learning_list_file"),
    path("<slug:slug>/registrations/<int:number>/", enrolment.enrolment, name="enrolment"),
    path("<slug:slug>/registrations/<int:number>/edit/", enrolment.edit, name="enrolment_edit"),
    path("<slug:slug>/registrations/<int:number>/hand/", lists.hand, name="enrolment_hand"),
]
