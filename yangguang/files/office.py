"""The office page on which a PDF is redacted: its pages with boxes, what was found, what is marked and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from yangguang.files.models import Redaction, RedactionReason, RedactionState, StoredFile
from yangguang.files.redaction import actions, doors, hits, rules, runner
from yangguang.lib.errors import Refusal
from yangguang.lib.pdf.geometry import Box
from yangguang.organisations.acting import Acting

MM = 72 / 25.4  # points
_REASONS = [(value, label) for value, label in RedactionReason.choices]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that this person may redact now."""

    file: StoredFile
    door: doors.Door
    acting: Acting
    redaction: Redaction | None


def _opened(request: HttpRequest, uid: str) -> Opened:
    file = get_object_or_404(StoredFile, uid=uid, destroyed_at__isnull=True)
    door = doors.of(file)
    acting = door.may(file, request.user)
    return Opened(file, door, acting, rules.in_work(file))


@never_cache
@require_admin_access
def redact(request: HttpRequest, uid: str) -> HttpResponse:
    """Look at, mark, and have made; what was typed stays where something is refused."""
    opened = _opened(request, uid)
    if request.method != "POST":
        return _page(request, opened)
    if request.POST.get("do") == "begin":
        begun = actions.begin(opened.file, acting=opened.acting)
        return redirect(begun.office_url)
    if opened.redaction is None:
        return redirect(request.path)
    try:
        return _posted(request, opened, opened.redaction)
    except Refusal as refusal:
        return _page(request, opened, refusal)


def _posted(request: HttpRequest, opened: Opened, redaction: Redaction) -> HttpResponse:
    do = request.POST.get("do", "save")
    if do == "give-up":
        actions.give_up(redaction)
        messages.success(request, _("已经放弃遮盖，文件没有变。"))
        return redirect(opened.door.back(opened.file)[1])
    rows = typed_areas(request, redaction)
    added = _added(request, redaction, do)
    redaction = actions.mark(
        redaction,
        areas=[*rows, *added],
        name=request.POST.get("name", ""),
        seen_saves=_number(request.POST.get("saves", ""), _("页面已经过时，请刷新后再标。")),
        acting=opened.acting,
    )
    if do == "make":
        return _made(request, opened, actions.redact(redaction, acting=opened.acting))
    if added:
        sentence = ngettext("加入了 %(n)d 处。", "加入了 %(n)d 处。", len(added)) % {"n": len(added)}
        messages.success(request, sentence)
    asked = request.POST.get("page", "1")
    if do.startswith("page-"):
        asked = do.removeprefix("page-")
    elif do == "go":
        asked = request.POST.get("go", "")
    page = _within(asked, redaction)
    return redirect(f"{redaction.office_url}?page={page}")


def _made(request: HttpRequest, opened: Opened, redaction: Redaction) -> HttpResponse:
    if redaction.state == RedactionState.DONE:
        sentence = _("已经生成遮盖后的文件，放在原件的位置；原件只有本单位经办人看得到。请打开核对一遍。")
        if redaction.unseen:
            sentence += _("原件里有 %(n)d 个看不见的字（白色、被图形盖住或者隐藏），没有带进新文件。") % {
                "n": redaction.unseen
            }
        messages.success(request, sentence)
        return redirect(opened.door.back(opened.file)[1])
    return redirect(redaction.office_url)


def typed_areas(request: HttpRequest, redaction: Redaction) -> list[dict[str, Any]]:
    """The marked areas with the reasons as they are typed now, without the one that is to be dropped, and what was
    drawn on the picture.
    """
    posted, dropped = request.POST, request.POST.get("do", "")
    rows = [
        {
            **area,
            "reason": posted.get(f"reason-{at}", area["reason"]),
            "words": posted.get(f"words-{at}", area["words"]),
        }
        for at, area in enumerate(redaction.areas)
        if dropped != f"drop-{at}"
    ]
    for drawn in posted.getlist("drawn")[: rules.MOST_AREAS]:
        page, *box = drawn.split(",")
        rows.append(_area(posted, page, [_length(value) for value in box], _("画的框")))
    return rows


def _added(request: HttpRequest, redaction: Redaction, do: str) -> list[dict[str, Any]]:
    posted = request.POST
    if do.startswith("all-"):
        kind = do.removeprefix("all-")
        return _areas_of(
            posted,
            [hit for hit in redaction.found if hit["kind"] == kind and not covered(hit, redaction.areas)],
        )
    if do == "hits":
        chosen = {
            int(at) for at in posted.getlist("hit") if at.isdecimal() and int(at) < len(redaction.found)
        }
        if not chosen:
            raise Refusal(_("请先勾选要遮盖的内容。"), field="hit")
        return _areas_of(posted, [redaction.found[at] for at in sorted(chosen)])
    if do == "word":
        word = " ".join(posted.get("word", "").split())
        if len(word) < hits.SHORTEST_WORD:
            raise Refusal(_("请填写要查找的词，至少两个字。"), field="word")
        pages = runner.look(redaction.original)
        found = list(hits.each(pages, lambda page: hits.places_of(word, page)))
        if not found:
            raise Refusal(
                _("没有找到“%(word)s”。扫描件里的字查不到，请在图上画框，或者按位置填写。") % {"word": word},
                field="word",
            )
        return _areas_of(posted, [hit for hit in found if not covered(hit, redaction.areas)])
    if do == "place":
        left, top, width, height = (
            _length(posted.get(name, "")) * MM for name in ("left", "top", "width", "height")
        )
        return [_area(posted, posted.get("on", ""), [left, top, left + width, top + height], _("按位置"))]
    return []


def _areas_of(posted: Any, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_area(posted, str(hit["page"]), box, hit["kind"]) for hit in found for box in hit["boxes"]]


def _area(posted: Any, page: str, box: list[float], label: str) -> dict[str, Any]:
    if len(box) != 4:
        raise Refusal(_("有一个框没有画完整，请重新画。"), field="areas")
    return {
        "page": _number(page, _("请填写页码。")),
        "box": box,
        "reason": posted.get("reason", ""),
        "words": posted.get("words", ""),
        "label": label,
    }


def _number(text: str, wrong: str) -> int:
    if not text.strip().isdecimal() or len(text) > 9:
        raise Refusal(wrong, field="place")
    return int(text)


def _length(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise Refusal(_("位置和大小请填写数字。"), field="place") from error
    if not -1e5 < value < 1e5:
        raise Refusal(_("位置和大小请填写数字。"), field="place")
    return value


def covered(hit: dict[str, Any], areas: list[dict[str, Any]]) -> bool:
    """Whether all of a passage lies under areas already."""
    return all(
        any(_inside(box, one["box"]) for one in areas if one["page"] == hit["page"]) for box in hit["boxes"]
    )


def _inside(box: list[float], area: list[float]) -> bool:
    within = Box(*area).grown(0.5, 0.5)
    return within.x0 <= box[0] and within.y0 <= box[1] and within.x1 >= box[2] and within.y1 >= box[3]


def _page(request: HttpRequest, opened: Opened, refusal: Refusal | None = None) -> HttpResponse:
    file, redaction = opened.file, opened.redaction
    title, back = opened.door.back(file)
    context: dict[str, Any] = {"file": file, "title": title, "back": back, "refusal": refusal}
    if redaction is None:
        try:
            rules.require_redactable(file)
        except Refusal as wrong:
            context["refusal"] = wrong
        context["pair"] = rules.newest_pair(file)
        return render(request, "files/office/redact-begin.html", context)
    if redaction.state in {RedactionState.WAITING, RedactionState.READING}:
        percent = 100 * redaction.done // max(1, redaction.pages)
        context |= {"percent": percent, "redaction": redaction}
        return render(request, "files/office/redact-wait.html", context)
    context |= _marked(request, redaction, refusal)
    status = 200 if refusal is None else 409 if refusal.code == "conflict" else 422
    return render(request, "files/office/redact.html", context, status=status)


def _marked(request: HttpRequest, redaction: Redaction, refusal: Refusal | None) -> dict[str, Any]:
    posted = request.POST if refusal is not None else {}
    asked = (request.POST or request.GET).get("page", "1")
    number = _within(asked, redaction)
    here = [
        {
            **area,
            "at": at,
            "n": at + 1,
            "reason": posted.get(f"reason-{at}", area["reason"]),
            "words": posted.get(f"words-{at}", area["words"]),
            "mm": [round(side / MM) for side in area["box"]],
            "rect": _rect(area["box"]),
        }
        for at, area in enumerate(redaction.areas)
        if area["page"] == number
    ]
    ticked = request.POST.getlist("hit") if refusal is not None else []
    left = [(at, hit) for at, hit in enumerate(redaction.found) if not covered(hit, redaction.areas)]
    found = [
        {**hit, "at": at, "ticked": str(at) in ticked or (refusal is None and hit["sure"])}
        for at, hit in left
        if hit["page"] == number
    ]
    pages = {hit["page"] for _at, hit in left} | {area["page"] for area in redaction.areas}
    return {
        "redaction": redaction,
        "number": number,
        "others": sorted(pages - {number})[:60],
        "kinds": Counter(hit["kind"] for _at, hit in left).most_common(),
        "size": redaction.sizes[number - 1],
        "result": request.GET.get("as") == "result",
        "here": here,
        "found": found,
        "found_here": [_rect(box) for hit in found for box in hit["boxes"]],
        "drawn": request.POST.getlist("drawn") if refusal is not None else [],
        "reasons": _REASONS,
        "wordless_here": number in redaction.wordless,
        "typed": {
            "name": posted.get("name", redaction.name),
            "reason": posted.get("reason", RedactionReason.PRIVACY.value),
            "words": posted.get("words", ""),
            "word": posted.get("word", ""),
            "on": posted.get("on", number),
            **{side: posted.get(side, "") for side in ("left", "top", "width", "height")},
        },
    }


def _within(asked: str, redaction: Redaction) -> int:
    """The page asked for, or the nearest that there is."""
    return max(1, min(redaction.pages, int(asked) if asked.isdecimal() and len(asked) < 9 else 1))


def _rect(box: list[float]) -> dict[str, str]:
    """For SVG: numbers with a point, whatever the language."""
    names = ("x", "y", "width", "height")
    return dict(
        zip(names, (f"{v:.1f}" for v in (box[0], box[1], box[2] - box[0], box[3] - box[1])), strict=True)
    )


@never_cache
@require_admin_access
@require_safe
def picture(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """One page as a picture; with ``?as=result`` black where it is marked, as the new file will show it."""
    opened = _opened(request, uid)
    redaction = opened.redaction
    if redaction is None or not 1 <= number <= redaction.pages:
        raise Http404
    areas = redaction.areas if request.GET.get("as") == "result" else []
    response = HttpResponse(runner.picture(opened.file, number, areas), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response
