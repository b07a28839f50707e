"""What stands above a text that is not simply the first and only word: it was put right, it no longer holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yangguang.lib import clock

from .models import ChangeKind, Edition, Item, Validity, ValidityDeclaration
from .validity import Standing, declarations, ended_by, standing


@dataclass(frozen=True, slots=True)
class Banner:
    """For ``web/parts/banner.html``: kind is info, change or end."""

    kind: str
    heading: str
    text: str | SafeString


def of(item: Item, edition: Edition) -> list[Banner]:
    """The banners of an item's page, the gravest first."""
    told = [*_of_validity(item), *_of_change(item, edition), *_of_clarification(edition)]
    weight = {"end": 0, "change": 1, "info": 2}
    return sorted(told, key=lambda banner: weight[banner.kind])


def _of_validity(item: Item) -> list[Banner]:
    now = standing(item)
    if now is None:
        return []
    told = declarations(item)
    today = clock.today()
    if now.has_ended:
        words = {
            Validity.REPEALED: (_("本文件已废止，只供查阅"), _("自 %(day)s 起废止。")),
            Validity.EXPIRED: (_("本文件已失效，只供查阅"), _("自 %(day)s 起失效。")),
        }[now.status]
        return [Banner("end", words[0], _sentence(words[1], now.since, _why(told, now)))]
    banners: list[Banner] = []
    if now.status == Validity.AMENDED:
        why = _why(told, now)
        banners.append(
            Banner("change", _("本文件已修改"), _sentence(_("自 %(day)s 起修改。"), now.since, why))
        )
    if now.status == Validity.PENDING:
        text = _("自 %(day)s 起施行。") % {"day": now.since}
        banners.append(Banner("info", _("本文件尚未施行"), text))
    if item.repealed_on and item.repealed_on > today and now.until == item.repealed_on - date.resolution:
        ahead = [one for one in told if one.status == Validity.REPEALED][:1]
        heading = _("本文件将于 %(day)s 废止") % {"day": item.repealed_on.isoformat()}
        banners.append(Banner("change", heading, _reason(ahead)))
    return banners


def _why(told: list[ValidityDeclaration], now: Standing) -> list[ValidityDeclaration]:
    """The declarations that made it stand so: the last end, or all amendments that count by now."""
    fitting = [one for one in told if one.status == now.status and one.on <= clock.today()]
    return fitting if now.status == Validity.AMENDED else fitting[:1]


def _sentence(words: str, since: date | None, why: list[ValidityDeclaration]) -> SafeString:
    return format_html("{}{}", words % {"day": since.isoformat() if since else ""}, _reason(why))


def _reason(why: list[ValidityDeclaration]) -> SafeString:
    """Why, and by which document, with a link where it can be read here."""
    text = SafeString("")
    for one in why:
        named = successor(one)
        if named:
            by = {Validity.REPEALED: _("{}由 {} 代替。"), Validity.AMENDED: _("{}由 {} 修改。")}
            text = format_html(by.get(Validity(one.status), _("{}依据：{}。")), text, named)
        text = format_html("{}{}{}", text, one.basis, "" if one.basis.endswith(("。", "！")) else "。")
    return text


def successor(declared: ValidityDeclaration) -> str | SafeString:
    """The document that ended or amended it: a link where the public may read it, else the name that was given."""
    item = declared.successor
    if item is not None and item.is_public:
        number = f"（{item.doc_number}）" if item.doc_number else ""
        return format_html('<a href="{}">{}{}</a>', item.get_absolute_url(), item.title, number)
    return declared.successor_name


def _of_change(item: Item, edition: Edition) -> list[Banner]:
    if not edition.change_kind or (edition.release or 1) < 2 or edition.published_at is None:
        return []
    correction = edition.change_kind == ChangeKind.CORRECTION
    at = f"{clock.local(edition.published_at):%Y-%m-%d %H:%M}"
    heading = (_("本文已于 %(at)s 更正") if correction else _("本文已于 %(at)s 更新")) % {"at": at}
    text = format_html(
        _('{}：{}　<a href="{}changes/{}/">看改了什么</a>　<a href="#history">变更记录</a>'),
        _("更正") if correction else _("更新"),
        edition.change_reason,
        item.get_absolute_url(),
        edition.release,
    )
    return [Banner("change" if correction else "info", heading, text)]


def _of_clarification(edition: Edition) -> list[Banner]:
    """条例第六条: which false or incomplete information this text sets right."""
    if not edition.clarifies:
        return []
    text: str | SafeString = edition.clarifies
    own = edition.clarifies_item
    if own is not None and own.is_public:
        text = format_html(_('{}　相关文件：<a href="{}">{}</a>'), text, own.get_absolute_url(), own.title)
    return [Banner("info", _("澄清：本文针对下列不实或者不完整的说法"), text)]


def clarifications(item: Item) -> list[Item]:
    """The public items whose live text sets right what was said about this one."""
    rows = Item.objects.public().filter(live_edition__clarifies_item=item)
    return list(rows.select_related("organisation").newest())


def ended_documents(item: Item) -> list[tuple[str, Item]]:
    """What this document amends, repeals or replaces: how, and which."""
    return [(str(one.get_status_display()), one.item) for one in ended_by(item)]
