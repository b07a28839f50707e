"""The table: one line for each address, what everybody meets there.

    200            the page            403  "your post does not allow it"      door  sent to sign in
    302            sent elsewhere      404  "there is no such page"            -     not tried: it is theirs to do
    405            only by POST

``lin zhou 200, else 404``: those named meet 200, everybody else 404. In the office "else" (and a line that names
nobody) means the staff; whoever is none of it, nobody signed in or a citizen, is sent to the door, except where a
line says ``all``. A line of the public part names nobody: there everybody meets the same page.
"""

from __future__ import annotations

PUBLIC = """
/healthz                                            200
/metrics                                            404
/                                                   200
/?q=青鸟计划                                        200
/search/                                            200
/search/?q=低保                                     200
/search/?q=青鸟计划                                 200
/search/?q=白鹭计划&order=date                      200
/search/?q=灰雁计划&organisation=civil-affairs      200
/search/?q=朱鹮计划                                 200
/search/?q=计划                                     200
/search/?q=720元                                    200
/search/?q=计划&validity=in_force&exact=1           200
/search/suggest                                     200
/search/suggest?q=计划                              200
/search/suggest?q=青鸟                              200
/search/suggest?q=mzj                               200
/search/opened                                      405
/search/?q=计划&validity=in_force&exact=1           200
/search/suggest                                     200
/search/suggest?q=计划                              200
/search/suggest?q=青鸟                              200
/search/suggest?q=mzj                               200
/search/opened                                      405
/published/                                         200
/organisations/                                     200
/organisations/civil-affairs/                       200
/organisations/water/                               200
/organisations/civil-affairs/items/                 200
/foi/                                               200
/foi/apply/known/                                   200
/foi/apply/known/?q=低保                            200
/foi/apply/known/?q=青鸟计划                        200
/foi/reports/                                       200
/foi/reports/?year=2025                             200
/foi/reports/2025.csv                               200
/data/                                              200
/help/about/                                        200
/help/nothing/                                      404
/sitemap/                                           200
/sitemap.xml                                        200
/sitemap-pages.xml                                  200
/sitemap-items-0.xml                                200
/sitemap-items-1.xml                                404
/robots.txt                                         200
/feeds/                                             200
/feeds/all.atom                                     200
/feeds/all.rss                                      200
/feeds/organisations/civil-affairs.atom             200
/feeds/columns/notices.atom                         200
/catalogue/                                         200
/catalogue/?q=计划                                  200
/catalogue/?organisation=civil-affairs              200
/catalogue/{category}/                              200
/catalogue/all/items.csv                            200
/catalogue/all/items.csv?q=计划                     200
/catalogue/{category}/items.json                    200
/catalogue/all/items.atom                           200
/columns/notices/                                   200
/columns/notices/?q=计划                            200
/items/{number}/                                    200
/items/{number}/proof.json                          200
/items/{number}/changes/1/                          302
/items/{number}/changes/2/                          404
/items/{number}/changes/1/?with=9                   404
/items/{number}/releases/1/                         302
/items/{number}/releases/2/                         404
/items/{number}/releases/1/proof.json               200
/items/{draft}/releases/1/                          404
/catalogue/?validity=repealed                       200
/api/v1/items?validity=in_force                     200
/items/{draft}/                                     404
/items/{review}/proof.json                          404
/items/{denied}/                                    404
/processes/                                         200
/processes/disclosure-review/                       302
/processes/disclosure-review/1/                     200
/processes/disclosure-review/1/process.bpmn         200
/processes/disclosure-review/1/chart.svg            200
/tables/                                            200
/tables/fine-tiers/                                 302
/tables/fine-tiers/1/                               200
/tables/fine-tiers/1/?金额=5&情节=轻微              200
/tables/fine-tiers/2/                               404
/tables/fine-tiers/1/table.dmn                      200
/tables/fine-tiers/1/table.xlsx                     200
/verify/                                            200
/verify/?q={draft}                                  404
/verify/?q=青鸟计划                                 404
/verify/documents/                                  200
/verify/documents/?code=7K3M                        404
/verify/AAAA-AAAA-AAAA-AAAA/                        404
/verify/check_proof.py                              200
/verify/{act}/                                      200
/verify/{act}/proof.json                            200
/verify/{private_act}/                              404
/verify/{private_act}/proof.json                    404
/seals/                                             200
/seals/feed.atom                                    200
/seals/{seal}.json                                  200
/files/{file}                                       200
/api/v1/                                            404
/api/v1/openapi.json                                200
/api/v1/seals                                       200
/api/v1/seals/latest                                200
/api/v1/seals/{seal}                                200
/api/v1/seals/{seal}/consistency?with={seal}        200
/api/v1/acts/{act}/proof                            200
/api/v1/acts/{private_act}/proof                    404
/api/v1/organisations                               200
/api/v1/organisations/civil-affairs                 200
/api/v1/processes                                   200
/api/v1/processes/disclosure-review                 200
/api/v1/processes/disclosure-review/svg             200
/api/v1/tables                                      200
/api/v1/tables/fine-tiers                           200
/api/v1/tables/nothing                              404
/api/v1/items                                       200
/api/v1/items?q=低保                                200
/api/v1/items?q=计划                                200
/api/v1/items?q=青鸟计划&order=date                 200
/api/v1/items/{number}                              200
/api/v1/items/{number}/proof                        200
/api/v1/items/{draft}                               404
/api/v1/items/{review}/proof                        404
/api/v1/catalogue                                   200
/api/v1/catalogue?organisation=civil-affairs        200
"""

# Pages that look at who asks: never the same for everybody, never kept by a cache.
PERSONAL = """
/files/{draft_file}                                 lin zhou wu chen sun 200, else 404
/files/{review_file}                                lin zhou wu chen sun 200, else 404
/files/{next_file}                                  lin zhou wu chen sun 200, else 404
/foi/apply/                                         200
/foi/apply/?organisation=civil-affairs&me=1         200
/foi/track/                                         200
/foi/mine/                                          anonymous door, else 200
/foi/mine/nothing/                                  anonymous door, else 404
/foi/requests/AAAA-AAAA-AAAA-AAAA/                  404
/foi/requests/AAAA-AAAA-AAAA-AAAA/receipt/          404
/foi/requests/AAAA-AAAA-AAAA-AAAA/answer/           404
/foi/requests/AAAA-AAAA-AAAA-AAAA/withdraw/         404
/foi/requests/AAAA-AAAA-AAAA-AAAA/rate/             404
/foi/requests/AAAA-AAAA-AAAA-AAAA/files/any/any.pdf 404
/accounts/                                          anonymous door, else 200
/accounts/password/                                 anonymous 302, else 200
/accounts/first-password/                           door
/accounts/sign-in/                                  200
/accounts/sign-in/code/                             200
/accounts/sign-in/code/enter/                       door
/accounts/sign-out/                                 200
/accounts/sign-in/second/                           door
/accounts/authenticator/                            anonymous door, else 200
/accounts/authenticator/recovery/                   anonymous door, else 302
/accounts/authenticator/remove/                     anonymous door, else 302
/accounts/sessions/end/                             405
"""

OFFICE = """
/office/                                            302
/office/desk/                                       200
/office/desk/?tab=done                              200
/office/desk/?tab=unheld                            200
/office/desk/?tab=drafts                            200
/office/desk/?tab=paused                            200
/office/desk/?tab=colleagues                        200
/office/desk/?due=late&organisation=civil-affairs   200
/office/stand-ins/                                  200
/office/tasks/{task}/give-back/                     zhou chen 200, lin wu sun 403, else 404
/office/tasks/{task}/hand-over/                     zhou chen 200, lin wu sun 403, else 404
/office/cases/                                      200
/office/cases/?q=计划                               200
/office/cases/{case}/                               lin zhou wu chen sun 200, else 404
/office/cases/{case}/?task={task}                   lin zhou wu chen sun 200, else 404
/office/cases/{denied_case}/                        lin zhou wu chen sun 200, else 404
/office/processes/                                  qian 200, else 403
/office/cases/{case}/cancel/                         qian 200, else 404
/office/cases/{case}/file/                           lin zhou wu chen sun 200, else 404
/office/exports/{export}/                            zhou 200, else 404
/office/documents/nothing/                          404
/office/documents/{letter}/                         lin zhou chen sun 200, else 404
/office/documents/{letter}/void/                    lin zhou chen sun 200, else 404
/office/documents/{letter}/replace/                 lin 200, zhou chen sun 403, else 404
/office/templates/                                  qian sun 200, else 403
/office/templates/nothing/edit/                     qian sun 404, else 403
/office/processes/new/                              qian 200, else 403
/office/processes/disclosure-review/1/running/      qian 200, else 403
/office/processes/disclosure-review/1/edit/         qian 200, else 403
/office/processes/disclosure-review/99/edit/        qian 404, else 403
/office/processes/brand-new/0/edit/                 qian 200, else 403
/office/processes/disclosure-review/1/edit/process.bpmn qian 200, else 403
/office/processes/disclosure-review/1/edit/draft/   405
/office/processes/disclosure-review/1/edit/check/   405
/office/processes/expression/                       405
/office/tables/                                     qian 200, else 403
/office/tables/edit/                                qian 200, else 403
/office/tables/edit/?code=fine-tiers                qian 200, else 403
/office/items/                                      200
/office/items/?q=计划                               200
/office/items/?state=draft                          200
/office/items/new/                                  lin he ma 200, else 403
/office/items/new/?organisation=civil-affairs       lin he ma 200, else 403
/office/items/check/                                405
/office/items/{public}/                             lin zhou wu chen sun 200, else 404
/office/items/{draft}/                              lin zhou wu chen sun 200, else 404
/office/items/{review}/                             lin zhou wu chen sun 200, else 404
/office/items/{denied}/                             lin zhou wu chen sun 200, else 404
/office/items/{draft}/edit/                         lin 200, zhou wu chen sun 403, else 404
/office/items/{review}/edit/                        lin 200, zhou wu chen sun 403, else 404
/office/items/{draft}/submit/                       405
/office/items/{public}/next/                        lin 200, zhou wu chen sun 403, else 404
/office/items/{public}/withdraw/                    zhou chen sun 200, lin wu 403, else 404
/office/items/{public}/restore/                     zhou chen sun 200, lin wu 403, else 404
/office/items/{public}/expunge/                     sun 200, lin zhou wu chen 403, else 404
/office/items/{public}/validity/                    lin sun 200, zhou wu chen 403, else 404
/office/items/{draft}/findings/                     405
/office/items/{public}/archive.zip                  lin zhou wu chen sun 200, else 404
/office/items/{draft}/plan/                         lin 200, zhou wu chen sun 403, else 404
/office/items/{draft}/preview/                      lin zhou wu chen sun 200, else 404
/office/items/{public}/preview/                     lin zhou wu chen sun 200, else 404
/office/items/{draft}/editions/1/                   lin zhou wu chen sun 200, else 404
/office/items/{public}/editions/2/                  lin zhou wu chen sun 200, else 404
/office/items/{draft}/attachments/{entry}/remove/   405
/office/files/{pdf}/redact/                         lin 200, zhou wu chen sun 403, else 404
/office/files/{pdf}/redact/1.png                    lin 200, zhou wu chen sun 403, else 404
/office/files/nothing/redact/                       404
/office/register/                                   zhao qian 403, else 200
/office/register/?state=draft&order=due             zhao qian 403, else 200
/office/register/register.csv                       zhao qian 403, else 200
/office/register/register.xlsx                      zhao qian 403, else 200
/office/register/bulk/                              405
/office/statistics/                                 zhao qian 403, else 200
/office/statistics/statistics.csv                   zhao qian 403, else 200
/office/calendar/                                   qian 200, else 403
/office/calendar/{year}/                            qian 200, else 403
/office/limits/                                     200
/office/limits/{limit}/amend/                       qian 200, else 403
/office/limits/{limit}/grounds/add/                 qian 200, else 403
/office/limits/{ground_limit}/grounds/{ground}/     qian 200, else 403
/office/clocks/                                     200
/office/clocks/?show=late&limit=REVIEW_STEP         200
/office/clocks/{clock}/                             lin zhou wu chen sun 200, else 404
/office/clocks/{clock}/suspend/                     zhou 200, lin wu chen sun 403, else 404
/office/clocks/{clock}/resume/                      zhou 200, lin wu chen sun 403, else 404
/office/clocks/{clock}/extend/                      lin zhou wu chen sun 403, else 404
/office/clocks/{clock}/nothing/                     404
/office/deadlines/                                  200
/office/deadlines.ics                               all 404
/office/deadlines.ics?key={feed_key}                all 200
/office/words/                                      sun qian 200, else 403
/office/words/{words}/                              sun qian 200, else 403
/office/words/{words}/{word}/remove/                405
/office/search/                                     sun 200, else 403
/office/search/?kind=most&days=90                   sun 200, else 403
/office/search/words/                               sun 200, else 403
/office/search/words/{group}/                       sun 200, else 403
/office/search/words/{group}/remove/                405
/office/search/                                     sun 200, else 403
/office/search/?kind=most&days=90                   sun 200, else 403
/office/search/words/                               sun 200, else 403
/office/search/words/{group}/                       sun 200, else 403
/office/search/words/{group}/remove/                405
/office/organisations/                              qian 200, else 403
/office/organisations/new/                          qian 200, else 403
/office/posts/standard/                             qian 200, else 403
/office/security/                                   qian 200, else 403
/office/organisations/civil-affairs/                qian 200, else 403
/office/organisations/civil-affairs/rename/         qian 200, else 403
/office/organisations/civil-affairs/amend/          qian 200, else 403
/office/organisations/civil-affairs/contact/        qian 200, else 403
/office/organisations/civil-affairs/merge/          qian 200, else 403
/office/organisations/civil-affairs/posts/new/      qian 200, else 403
/office/posts/{post}/amend/                         qian 200, else 403
/office/posts/{post}/abolish/                       qian 200, else 403
/office/posts/{post}/appoint/                       qian 200, else 403
/office/appointments/{appointment}/end/             qian 200, else 403
/office/people/                                     qian 200, else 403
/office/people/new/                                 qian 200, else 403
/office/people/{person}/                            qian 200, else 403
/office/people/{person}/amend/                      qian 200, else 403
/office/people/{person}/reset-password/             qian 200, else 403
/office/people/{person}/reset-authenticator/        qian 200, else 403
/office/people/{person}/disable/                    qian 200, else 403
/office/people/{person}/enable/                     qian 200, else 403
/office/people/{person}/unlock/                     qian 200, else 403
/office/columns/                                    sun 200, else 403
/office/columns/results/                            sun 200, else 403
/office/columns/new/                                sun 200, else 403
/office/columns/edit/{column}/                      sun 200, else 403
/office/rehearsal/                                  qian 200, else 403
/office/rehearsal/clock/                            405
/office/requests/                                   zhao qian 403, else 200
/office/requests/?state=late&year=2026              zhao qian 403, else 200
/office/requests/?organisation=civil-affairs&year=2026&cell=t3.new_received.total  zhao qian 403, else 200
/office/requests/requests.csv                       405
/office/requests/requests.xlsx                      405
/office/requests/statistics/                        zhao qian 403, else 200
/office/requests/new/                               lin he ma sun 200, else 403
/office/requests/{request}/                         lin zhou wu chen sun 302, else 404
/office/requests/{request}/receipt/                 lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/unmask/                  lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/answer/                  lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/answer/preview.pdf       404
/office/requests/{request}/papers/nothing.pdf          404
/office/requests/{request}/extend/                  chen 200, lin zhou wu sun 403, else 404
/office/requests/{request}/defer/                   chen 200, lin zhou wu sun 403, else 404
/office/requests/{request}/consult/                 lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/consult/nothing/received/ zhou wu chen 403, else 404
/office/requests/{request}/consult/nothing/opinion/ zhou wu chen 403, else 404
/office/requests/{request}/transfer/                lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/split/                   lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/merge/                   lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/withdraw/                lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/supply/                  lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/release/                 lin 200, zhou wu chen sun 403, else 404
/office/requests/{request}/redress/                 lin sun 200, zhou wu chen 403, else 404
/office/requests/{request}/redress/nothing/end/     zhou wu chen 403, else 404
/office/requests/{request}/redress/nothing/reopen/  zhou wu chen 403, else 404
/office/reports/                                    200
/office/reports/2025/civil-affairs/                 lin zhou wu chen sun 200, else 404
/office/reports/2025/civil-affairs/begin/           405
/office/reports/2025/civil-affairs/report.docx      404
/office/reports/2025/civil-affairs/suits/           404
/office/reports/2025/civil-affairs/suits/?cell=t4.review.total  lin zhou wu chen sun 200, else 404
/office/reports/2025/civil-affairs/norms/           404
/office/reports/2025/civil-affairs/norms/?cell=t2.norm_docs.made  lin zhou wu chen sun 200, else 404
/office/reports/2025/county/                        sun 200, else 404
/office/reports/2025/county/parts/                  sun 200, else 404
/office/notices/                                    200
/office/notices/read/                               405
/office/notices/{message}/read/                     405
/office/account/                                    all 302
/office/shell/sprite/                               all 200
/office/shell/words/                                all 200
/office/shell/dismissed/                            200
/office/closed/pages/                               all 404
/office/closed/pages/1/                             all 404
/office/closed/blocks/                              all 404
/office/closed/sign-in/                             all 404
/office/closed/api/pages/                           all 404
/office/closed/api/documents/                       all 404
/office/closed/api/images/                          all 404
"""
