"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.casework.office import (
    beside,
    bulk,
    case,
    cases,
    desk,
    editor,
    file,
    filters,
    hands,
    processes,
    running,
)

urlpatterns = [
    path("", desk.home, name="wagtailadmin_home"),
    path("desk/", desk.desk, name="desk"),
    path("desk/several/", bulk.several, name="desk_several"),
    path("desk/filters/", filters.save, name="desk_filter_save"),
    path("desk/filters/<slug:uid>/drop/", filters.drop, name="desk_filter_drop"),
    path("tasks/<slug:uid>/claim/", hands.claim, name="task_claim"),
    path("tasks/<slug:uid>/give-back/", hands.give_back, name="task_give_back"),
    path("tasks/<slug:uid>/hand-over/", hands.hand_over, name="task_hand_over"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<slug:uid>/", case.case, name="case"),
    path("cases/<slug:uid>/notes/", beside.note, name="case_note"),
    path("notes/<slug:uid>/strike/", beside.strike, name="note_strike"),
    path("cases/<slug:uid>/links/", beside.link, name="case_link"),
    path("cases/<slug:uid>/links/<slug:link>/end/", beside.unlink, name="case_unlink"),
    path("processes/", processes.processes, name="processes_office"),
    path("cases/<slug:uid>/file/", file.file, name="case_file"),
    path("cases/<slug:uid>/cancel/", running.cancel, name="case_cancel"),
    path("processes/<slug:code>/<int:number>/running/", running.running, name="process_running"),
    path("processes/expression/", editor.expression, name="process_expression"),
    path("processes/<slug:code>/<int:number>/edit/", editor.edit, name="process_edit"),
    path("processes/<slug:code>/<int:number>/edit/draft/", editor.draft, name="process_draft"),
    path("processes/<slug:code>/<int:number>/edit/check/", editor.check, name="process_check"),
    path("processes/<slug:code>/<int:number>/edit/process.bpmn", editor.download, name="process_download"),
    path("processes/new/", processes.new, name="process_new"),
]
