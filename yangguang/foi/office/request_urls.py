"""Addresses of requests in the office; mounted under /office/."""

from django.urls import path

from . import answering, entering, hands, register, request, statistics, unmasking

urlpatterns = [
    path("requests/", register.register, name="foi_register"),
    path("requests/requests.csv", register.export, {"form": "csv"}, name="foi_register_csv"),
    path("requests/requests.xlsx", register.export, {"form": "xlsx"}, name="foi_register_xlsx"),
    path("requests/statistics/", statistics.figures, name="foi_statistics"),
    path("requests/new/", entering.enter, name="foi_enter"),
    path("requests/<slug:uid>/", request.request_page, name="foi_request"),
    path("requests/<slug:uid>/receipt/", entering.receipt, name="foi_office_receipt"),
    path("requests/<slug:uid>/unmask/", unmasking.unmask, name="foi_unmask"),
    path("requests/<slug:uid>/answer/", answering.answer, name="foi_answer"),
    path("requests/<slug:uid>/answer/preview.pdf", answering.preview, name="foi_answer_preview"),
    path("requests/<slug:uid>/papers/<slug:one>.pdf", answering.paper, name="foi_paper"),
    path("requests/<slug:uid>/extend/", hands.extend, name="foi_extend"),
    path("requests/<slug:uid>/defer/", hands.defer, name="foi_defer"),
    path("requests/<slug:uid>/consult/", hands.consult, name="foi_consult"),
    path("requests/<slug:uid>/consult/<slug:one>/received/", hands.received, name="foi_consult_received"),
    path("requests/<slug:uid>/consult/<slug:one>/opinion/", hands.opinion, name="foi_consult_opinion"),
    path("requests/<slug:uid>/transfer/", hands.transfer, name="foi_transfer"),
    path("requests/<slug:uid>/split/", hands.split, name="foi_split"),
    path("requests/<slug:uid>/merge/", hands.merge, name="foi_merge"),
    path("requests/<slug:uid>/withdraw/", hands.withdraw, name="foi_office_withdraw"),
    path("requests/<slug:uid>/supply/", hands.supply, name="foi_office_supply"),
    path("requests/<slug:uid>/release/", hands.release, name="foi_release"),
    path("requests/<slug:uid>/redress/", hands.redress, name="foi_redress"),
    path("requests/<slug:uid>/redress/<slug:one>/end/", hands.redress_end, name="foi_redress_end"),
    path("requests/<slug:uid>/redress/<slug:one>/reopen/", hands.reopen, name="foi_reopen"),
]
