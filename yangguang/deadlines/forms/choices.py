"""What limits and grounds choose from: articles of the law room, posts of the house."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yangguang.law.models import Article
from yangguang.lib import clock
from yangguang.organisations.models import Post


def offer_articles(field: Any) -> None:
    """Articles under their instrument, those in force first; what is not in force says so."""
    assert isinstance(field, forms.ModelChoiceField)
    today = clock.today()
    rows = Article.objects.select_related("instrument").order_by(
        "instrument__title", "-instrument__effective_from"
    )
    field.queryset = rows
    ordered = sorted(
        rows.order_by("instrument__title", "-instrument__effective_from", "number"),
        key=lambda one: one.instrument.status_on(today) != "in-force",
    )
    groups = []
    for version, articles in groupby(ordered, key=lambda one: one.instrument):
        status = version.status_on(today)
        head = str(version)
        if status != "in-force":
            head = _("%(title)s（%(since)s 起施行，%(status)s）") % {
                "title": version, "since": version.effective_from, "status": status.label,
            }  # fmt: skip
        groups.append((head, [(one.pk, _label(one)) for one in articles]))
    field.choices = [("", _("不选，见“其他依据”")), *groups]


def _label(article: Article) -> str:
    gist = article.gist if len(article.gist) <= 40 else f"{article.gist[:40]}…"
    return f"{article}　{gist}" if gist else str(article)


def offer_posts(field: Any, kept: list[str]) -> None:
    """The posts of the house by name, once each; and those that are named already, whatever became of them."""
    assert isinstance(field, forms.MultipleChoiceField)
    names = dict(Post.objects.open().order_by("order").values_list("code", "name"))
    names |= {code: names.get(code, code) for code in kept}
    field.choices = list(names.items())
