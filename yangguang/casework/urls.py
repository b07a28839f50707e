from django.urls import path

from yangguang.casework import views

urlpatterns = [
    path("processes/", views.processes, name="processes"),
    path("processes/<slug:code>/", views.process, name="process"),
    path("processes/<slug:code>/<int:number>/", views.version, name="process_version"),
    path("processes/<slug:code>/<int:number>/process.bpmn", views.definition, name="process_definition"),
    path("processes/<slug:code>/<int:number>/chart.svg", views.chart, name="process_chart"),
]
