"""The part of the table for what changes something: its lines read as in ``table``, and what is sent."""

from __future__ import annotations

# What changes something, sent by those who may not: refused, and nothing is changed.
POST = """
/office/cases/{case}/                               zhou -, lin wu chen sun 403, else 404
/office/cases/{case}/cancel/                         qian -, else 404
/office/cases/{case}/file/                           lin zhou wu chen sun -, else 404
/office/stand-ins/                                  qian 200, else 400
/office/stand-ins/{appointment}/end/                404
/office/tasks/{task}/claim/                         zhou -, lin wu chen sun 403, else 404
/office/desk/several/                               zhou -, lin wu chen sun 422, else 302
/office/desk/filters/                               400
/office/desk/filters/nothing/drop/                  404
/office/cases/{case}/notes/                         lin zhou wu chen sun 400, else 404
/office/notes/nothing/strike/                       404
/office/cases/{case}/links/                         lin zhou wu chen sun 400, else 404
/office/cases/{case}/links/nothing/end/             lin zhou wu chen sun 409, else 404
/office/processes/disclosure-review/1/running/      qian -, else 403
/office/processes/new/                              qian -, else 403
/office/processes/disclosure-review/1/edit/         qian -, else 403
/office/processes/disclosure-review/1/edit/draft/   qian -, else 403
/office/processes/disclosure-review/1/edit/check/   qian -, else 403
/office/processes/expression/                       qian -, else 403
/office/tables/edit/                                qian -, else 403
/office/items/new/                                  lin he ma -, else 403
/office/items/check/                                lin -, else 404
/office/items/{draft}/edit/                         lin -, zhou wu chen sun 403, else 404
/office/items/{draft}/submit/                       lin -, zhou wu chen sun 403, else 404
/office/items/{public}/next/                        lin -, zhou wu chen sun 403, else 404
/office/items/{public}/withdraw/                    zhou chen sun -, lin wu 403, else 404
/office/items/{public}/restore/                     zhou chen sun -, lin wu 403, else 404
/office/items/{public}/expunge/                     sun -, lin zhou wu chen 403, else 404
/office/items/{public}/validity/                    lin sun -, zhou wu chen 403, else 404
/office/items/{draft}/findings/                     lin -, zhou wu chen sun 403, else 404
/office/items/{draft}/plan/                         lin -, zhou wu chen sun 403, else 404
/office/items/{draft}/attachments/{entry}/remove/   lin -, zhou wu chen sun 403, else 404
/office/files/{pdf}/redact/                         lin -, zhou wu chen sun 403, else 404
/office/register/bulk/                              lin he ma -, else 403
/office/documents/{letter}/void/                    lin zhou chen sun -, else 404
/office/documents/{letter}/replace/                 lin -, zhou chen sun 403, else 404
/office/requests/requests.csv                       zhao qian 403, else -
/office/requests/new/                               lin he ma sun -, else 403
/office/requests/{request}/receipt/                 lin sun -, zhou wu chen 403, else 404
/office/requests/{request}/unmask/                  lin sun -, zhou wu chen 403, else 404
/office/requests/{request}/answer/                  lin sun -, zhou wu chen 403, else 404
/office/requests/{request}/extend/                  chen -, lin zhou wu sun 403, else 404
/office/requests/{request}/consult/                 lin sun -, zhou wu chen 403, else 404
/office/requests/{request}/transfer/                lin sun -, zhou wu chen 403, else 404
/office/requests/{request}/merge/                   lin sun -, zhou wu chen 403, else 404
/office/requests/{request}/withdraw/                lin sun -, zhou wu chen 403, else 404
/office/requests/{request}/release/                 lin -, zhou wu chen sun 403, else 404
/office/requests/{request}/redress/                 lin sun -, zhou wu chen 403, else 404
/office/reports/2025/civil-affairs/                 lin zhou wu chen sun 409, else 404
/office/reports/2025/civil-affairs/begin/           lin sun -, zhou wu chen 403, else 404
/office/reports/2025/county/begin/                  sun -, else 404
/office/calendar/{year}/                            qian -, else 403
/office/limits/{limit}/amend/                       qian -, else 403
/office/limits/{limit}/grounds/add/                 qian -, else 403
/office/limits/{ground_limit}/grounds/{ground}/     qian -, else 403
/office/rehearsal/clock/                            qian -, else 403
/office/clocks/{clock}/suspend/                     zhou -, lin wu chen sun 403, else 404
/office/clocks/{clock}/extend/                      lin zhou wu chen sun 403, else 404
/office/words/{words}/                              sun qian -, else 403
/office/search/words/                               sun -, else 403
/office/search/words/{group}/                       sun -, else 403
/office/search/words/{group}/remove/                sun -, else 403
/office/search/words/                               sun -, else 403
/office/search/words/{group}/                       sun -, else 403
/office/search/words/{group}/remove/                sun -, else 403
/office/words/{words}/{word}/remove/                sun qian -, else 403
/office/organisations/new/                          qian -, else 403
/office/organisations/civil-affairs/rename/         qian -, else 403
/office/organisations/civil-affairs/amend/          qian -, else 403
/office/organisations/civil-affairs/contact/        qian -, else 403
/office/organisations/civil-affairs/merge/          qian -, else 403
/office/organisations/civil-affairs/posts/new/      qian -, else 403
/office/posts/standard/                             qian -, else 403
/office/posts/{post}/amend/                         qian -, else 403
/office/posts/{post}/abolish/                       qian -, else 403
/office/posts/{post}/appoint/                       qian -, else 403
/office/appointments/{appointment}/end/             qian -, else 403
/office/people/new/                                 qian -, else 403
/office/people/{person}/amend/                      qian -, else 403
/office/people/{person}/reset-password/             qian -, else 403
/office/people/{person}/reset-authenticator/        qian -, else 403
/office/people/{person}/disable/                    qian -, else 403
/office/people/{person}/enable/                     qian -, else 403
/office/people/{person}/unlock/                     qian -, else 403
/office/columns/new/                                sun -, else 403
/office/columns/edit/{column}/                      sun -, else 403
/office/notices/{message}/read/                     zhou -, else 404
/office/desk/                                       405
/office/cases/                                      405
/office/limits/                                     405
/office/clocks/                                     405
/office/clocks/{clock}/                             405
/office/deadlines.ics                               all 405
/office/calendar/                                   405
/files/{draft_file}                                 405
/seals/                                             405
/verify/{act}/                                      405
/api/v1/items                                       405
"""

# Who moves running cases to another version, or cancels one, has to know which: its number, its office, its step.
# Nothing else of it: no title, no text, no person.
TOLD: dict[str, tuple[str, ...]] = {
    "/office/cases/{case}/cancel/": ("number of case",),
    "/office/processes/disclosure-review/1/running/": ("number of case", "uid of case"),
}

# What is sent with a POST: enough to be done, were the sender allowed to.
SENT = {
    "/office/requests/{request}/withdraw/": {"reason": "越权"},
    "/office/requests/{request}/extend/": {"by": "5", "reason": "越权"},
    "/office/requests/{request}/transfer/": {"to": "water", "reason": "越权"},
    "/office/requests/{request}/unmask/": {
        "whom": "applicant",
        "fields_wanted": "phone",
        "reason": "越权",
    },
    "/office/desk/several/": {"task": "{task}", "outcome": "pass", "opinion": "同意"},
    "/office/cases/{case}/": {"task": "{task}", "outcome": "pass", "opinion": "同意"},
    "/office/items/new/": {
        "organisation": "civil-affairs",
        "title": "越权",
        "attribute": "proactive",
        "action": "save",
    },
    "/office/items/check/": {"organisation": "civil-affairs", "title": "越权", "body_html": "<p>越权</p>"},
    "/office/items/{draft}/edit/": {
        "title": "越权",
        "attribute": "proactive",
        "action": "save",
        "body_html": "<p>越权</p>",
    },
    "/office/items/{draft}/findings/": {"key": "any", "reason": "越权"},
    "/office/items/{draft}/plan/": {"action": "set", "publish_at": "2027-01-04T09:00", "reason": "越权"},
    "/office/register/bulk/": {"action": "submit", "item": "{draft}"},
    "/office/items/{public}/next/": {"kind": "correction", "reason": "越权"},
    "/office/items/{public}/withdraw/": {"reason": "越权", "basis": "越权"},
    "/office/items/{public}/restore/": {"reason": "越权", "basis": "越权"},
    "/office/items/{public}/expunge/": {"releases": "1", "reason": "越权", "basis": "越权", "sure": "on"},
    "/office/items/{public}/validity/": {"status": "repealed", "on": "2026-12-21", "reason": "越权"},
    "/office/files/{pdf}/redact/": {"do": "make", "saves": "1", "name": "越权.pdf", "drawn": "1,10,10,90,90"},
    "/office/people/{person}/disable/": {"reason": "越权"},
    "/office/people/{person}/reset-authenticator/": {"reason": "越权"},
    "/office/people/{person}/reset-password/": {"confirm": "on"},
    "/office/organisations/civil-affairs/rename/": {"name": "越权局", "short_name": "越权"},
    "/office/organisations/civil-affairs/contact/": {
        "office": "越权",
        "address": "越权路1号",
        "telephone": "0000-1234567",
        "hours": "工作日",
    },
    "/office/appointments/{appointment}/end/": {"until": "2026-11-20", "basis": "越权"},
}
