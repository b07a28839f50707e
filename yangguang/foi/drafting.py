"""What an answer can begin with: the words that the register knows already, for the drafter to check. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.documents.models import Document
from yangguang.foi import answers, letters, rules
from yangguang.foi.models import DemandKind, Opinion, Request
from yangguang.lib import clock
from yangguang.organisations.models import Organisation


def elements_of(answer_type: str) -> list[list[answers.Element]]:
    """The elements that a type asks for, in the order of the form: each list is one need with its alternatives in a row."""
    kind = answers.answer_of(answer_type)
    rows = []
    for need in kind.needs:
        rows.append(list(dict.fromkeys(one for every in need.alternatives for one in every)))
    rows += [[one] for one in kind.remedies.elements]
    return rows


def suggested(request: Request, answer_type: str, user: User) -> dict[str, str]:
    """First values for a type's elements, as far as they are known. Only those of the type."""
    kind = answers.answer_of(answer_type)
    wanted = {one.code for row in elements_of(answer_type) for one in row}
    today = letters.written(clock.today())
    found = {
        "article": kind.citation,
        "review": review(request.organisation),
        "review_first": _(
            "对本答复中不予公开的决定不服的，应当先申请行政复议；对行政复议决定不服的，"
            "可以自收到行政复议决定书之日起十五日内向人民法院提起行政诉讼（行政复议法第二十三条）。"
        ),
        "litigation": litigation(request.organisation),
        "search_person": _("%(organisation)s %(name)s")
        % {"organisation": request.organisation.name, "name": user.display_name},
        "search_time": today,
        "search_words": "、".join(one for one in (request.title, request.doc_number) if one),
        "time": _("自收到本答复书之日起"),
    }
    if answer_type in {"A_GRANT", "A_PARTIAL"}:
        found["way"] = _("随本答复书提供（%(medium)s，%(delivery)s）") % {
            "medium": request.get_medium_display(),
            "delivery": request.get_delivery_display(),
        }
    found |= _from_demands(request)
    if "earlier_answer" in wanted:
        found["earlier_answer"] = "、".join(
            number for _other, number in earlier_answers(request, same=True)[:1]
        )
    if "third_party" in wanted:
        found["third_party"] = _opinions(request)
    if "numbers" in wanted:
        told = {"month": request.submitted_on.strftime("%Y-%m"), "n": rules.in_the_month(request)}
        found["numbers"] = _("%(month)s 已申请 %(n)d 件") % told
    return {code: text for code, text in found.items() if code in wanted and text}


def review(organisation: Organisation) -> str:
    """To which government one applies for review (行政复议法第二十四条): that above the office, or the next one above a government."""
    above = organisation.ancestors_and_self().filter(kind="government").exclude(pk=organisation.pk)
    authority = above.order_by("-path").first()
    if authority is None:
        return _("向上一级人民政府申请行政复议")
    return _("向%(authority)s申请行政复议") % {"authority": authority.name}


def litigation(organisation: Organisation) -> str:
    """Where one sues (行政诉讼法第十四、十五、十八条): the court of the county, of a county government the one above it."""
    place = organisation.division.name if organisation.division else ""
    if organisation.kind == "government":
        return _("也可以自收到本答复书之日起六个月内直接向有管辖权的中级人民法院提起行政诉讼。")
    if not place:
        return _("也可以自收到本答复书之日起六个月内直接向有管辖权的人民法院提起行政诉讼。")
    return _("也可以自收到本答复书之日起六个月内直接向%(place)s人民法院提起行政诉讼。") % {"place": place}


def earlier_answers(request: Request, *, same: bool = False) -> list[tuple[Request, str]]:
    """Requests for nearly the same that were answered, with the numbers of their answers; ``same``: of this applicant only."""
    alike = [other for other, _ratio in rules.nearly_the_same(request) if other.ended_on]
    if same:
        own = set(rules.of_the_same(request).values_list("pk", flat=True))
        alike = [other for other in alike if other.pk in own]
    refs = [str(other.ref) for other in alike]
    numbers: dict[str, str] = {}
    rows = Document.objects.issued().filter(subject__in=refs, kind__startswith="foi.answer.").order_by("pk")
    for document in rows:
        numbers[str(document.subject)] = document.number
    return [(other, numbers[str(other.ref)]) for other in alike if str(other.ref) in numbers]


def _from_demands(request: Request) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in request.demands.select_related("document"):
        told = {"number": one.document.number, "day": letters.written(one.asked_on)}
        notice = _("%(number)s（%(day)s）") % told
        if one.kind == DemandKind.SUPPLEMENT:
            found |= {"correction_notice": notice, "correction_due": letters.written(one.due_on)}
        elif one.kind == DemandKind.PAYMENT:
            found |= {"fee_notice": notice, "payment_due": letters.written(one.due_on)}
        else:
            found["explanation"] = one.answer or _("申请人没有说明理由")
    return found


def _opinions(request: Request) -> str:
    said = []
    for one in request.consultations.filter(ground="third-party").exclude(opinion="").order_by("pk"):
        told = {"day": letters.written(one.sent_on), "opinion": Opinion(one.opinion).label}
        said.append(_("%(day)s书面征求第三方意见，第三方%(opinion)s") % told)
    return "；".join(said)
