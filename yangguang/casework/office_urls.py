"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.casework.office import case, desk, file, processes, running

urlpatterns = [
    path("", desk.home, name="wagtailadmin_home"),
    path("desk/", desk.desk, name="desk"),
    path("cases/", desk.cases, name="cases"),
    path("cases/<slug:uid>/", case.case, name="case"),
    path("processes/", processes.processes, name="processes_office"),
    path("cases/<slug:uid>/file/", file.file, name="case_file"),
    path("cases/<slug:uid>/cancel/", running.cancel, name="case_cancel"),
    path("processes/<slug:code>/<int:number>/running/", running.running, name="process_running"),
    path("processes/new/", processes.new, name="process_new"),
]
