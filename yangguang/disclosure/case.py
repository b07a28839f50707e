"""What disclosure plugs into the engine: facts, duties apart, papers, the secrecy form, what the steps do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.casework import domains
from yangguang.casework.domains import Domain, register
from yangguang.casework.models import Case, Task
from yangguang.files.rules import register_owner
from yangguang.journal import subjects
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.search.registry import register as register_found
from yangguang.web.prepared import prepared

from . import actions, papers, proofs, readers, rules
from .actions.secrets import stop_secrets
from .actions.submission import DRAFT_ELEMENT
from .models import Attribute, Edition, EditionFile, Item
from .models.editions import EditionQuerySet
from .models.items import INSIDE

SECRECY_ELEMENT = "secrecy"


class SecrecyForm(forms.Form):
    """保密审查单: the conclusion and the basis are kept with the opinion (保守国家秘密法第三十五条)."""

    conclusion = forms.ChoiceField(
        label=_("保密审查结论"),
        choices=[
            ("clear", _("不涉及国家秘密，可以公开")),
            ("redacted", _("涉密内容已经处理，处理后可以公开")),
            ("register", _("不宜公开，按登记项办理")),
            ("refused", _("涉密或者不能确定，退回")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择保密审查结论。")},
    )
    secrecy_basis = forms.CharField(
        label=_("审查依据"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial=_("《保守国家秘密法》第三十五条、《政府信息公开条例》第十七条"),
    )


@dataclass(frozen=True, slots=True)
class Matter:
    """What a review is about: the item and its text in work, else the newest."""

    item: Item
    edition: Edition


def read(case: Case) -> Matter:
    assert case.subject is not None
    edition = _in_work.first(case.subject.uid)
    if edition is None:
        edition = rules.newest_edition(Item.objects.get(uid=case.subject.uid))
    item = edition.item
    if item.organisation_id == case.organisation_id:
        item.organisation = case.organisation
    attached = edition.attachments.all()
    # Read already, by the prepared query; where the text itself was read otherwise it does not say whether there are any.
    attached._result_cache = _attached(edition.pk) if getattr(edition, "has_files", True) else []
    edition._prefetched_objects_cache = {"attachments": attached}  # type: ignore[attr-defined]  # as prefetching does
    return Matter(item, edition)


def read_together(cases: Sequence[Case]) -> dict[int, Matter]:
    """The same for a page of cases, without the texts; who wrote each is known."""
    uids = tuple({case.subject.uid for case in cases if case.subject})
    texts = {one.item.uid: one for one in reversed(_all_in_work(uids))} if uids else {}
    authors: dict[int, set[int]] = {one.pk: set() for one in texts.values()}
    for key, user in _all_authors(tuple(authors)) if authors else ():
        authors[key].add(user)
    found = {}
    for case in cases:
        edition = texts.get(case.subject.uid) if case.subject else None
        if edition is not None:
            edition.__dict__["author_keys"] = frozenset(authors[edition.pk])
            found[case.pk] = Matter(edition.item, edition)
    return found


@prepared
def _all_in_work(items: tuple[str, ...]) -> EditionQuerySet:
    editions = Edition.objects.working().filter(item__uid__in=items, returned_at__isnull=True)
    return editions.select_related("item", "category").defer("body_html", "body_text").order_by("number")


@prepared
def _all_authors(editions: tuple[int, ...]) -> models.QuerySet[Any, tuple[int, int]]:
    through = Edition.authors.through._default_manager.filter(edition_id__in=editions)
    return through.values_list("edition_id", "user_id")


@prepared
def _attached(edition: int) -> models.QuerySet[EditionFile]:
    return EditionFile.objects.filter(edition_id=edition)


@prepared
def _in_work(item: str) -> EditionQuerySet:
    editions = Edition.objects.working().filter(item__uid=item, returned_at__isnull=True)
    files = models.Exists(EditionFile.objects.filter(edition=models.OuterRef("pk")))
    return editions.annotate(has_files=files).select_related("item", "category").order_by("number")[:1]


def matter(case: Case) -> Matter:
    found = domains.matter(case)
    assert isinstance(found, Matter)
    return found


def facts(case: Case) -> dict[str, Any]:
    """What the conditions of the review may ask."""
    item, edition = matter(case).item, matter(case).edition
    return {
        "attribute": edition.attribute,
        "deny_kind": edition.deny_kind,
        "category": edition.category.code,
        "organisation_kind": item.organisation.kind,
        "attachments": len(edition.attachments.all()),
    }


def may_complete(task: Task, user: Any) -> None:
    """Duties apart, before anything else: an author never decides about the text."""
    if task.element == DRAFT_ELEMENT:
        return
    if user.pk in matter(task.case).edition.author_keys:
        raise Refusal(_("起草人不能审核自己起草的信息，代理岗位时也不能。请由其他人办理。"), code="forbidden")


def screen(case: Case, acting: Acting, data: dict[str, Any]) -> None:
    """No step's words may carry a secrecy marking; that one did is recorded, the words are not."""
    stop_secrets(
        {
            str(_("意见")): str(data.get("opinion", "")),
            str(_("审查依据")): str(data.get("secrecy_basis", "")),
        },
        organisation=case.organisation,
        acting=acting,
    )


def fingerprint(case: Case) -> str:
    """The hash of the text under review, as the case page shows it."""
    edition = matter(case).edition
    return edition.sha256 or rules.fingerprint(edition)


def before(task: Task, acting: Acting, outcome: str, data: dict[str, Any]) -> None:
    """A step's effect, in the engine's transaction: the text is locked, signed, or handed back."""
    item, edition = matter(task.case).item, matter(task.case).edition
    seen = str(data.get("seen", ""))
    if task.element == DRAFT_ELEMENT:
        actions.lock_text(item, acting=acting, seen=seen)
        domains.forget(task.case)
        return
    passed = outcome != "return"
    form = {name: str(data[name]) for name in ("conclusion", "secrecy_basis") if data.get(name)}
    if task.element == SECRECY_ELEMENT:
        _fitting_conclusion(edition, passed, form)
    actions.sign(
        edition,
        task,
        acting=acting,
        passed=passed,
        outcome=outcome,
        opinion=str(data.get("opinion", "")),
        seen=seen,
        data=form,
    )
    if not passed:
        actions.return_text(item, acting=acting)
        domains.forget(task.case)


def _fitting_conclusion(edition: Edition, passed: bool, form: dict[str, str]) -> None:
    conclusion = form.get("conclusion", "")
    if not conclusion or not form.get("secrecy_basis"):
        raise Refusal(_("请填写保密审查的结论和依据。"), field="conclusion")
    if passed and conclusion == "refused":
        raise Refusal(_("结论是退回，请点“退回”，并写明原因。"), field="conclusion")
    if passed and (edition.attribute == Attribute.PROACTIVE) == (conclusion == "register"):
        raise Refusal(
            _(
                "审查结论与公开属性不一致：主动公开的须“可以公开”，不主动公开的须“按登记项办理”。请改正或者退回。"
            ),
            field="conclusion",
        )


def form(task: Task) -> type[forms.Form]:
    return SecrecyForm if task.element == SECRECY_ELEMENT else forms.Form


def url(case: Case) -> str:
    item = matter(case).item
    return item.get_absolute_url() or item.office_url


register(
    Domain(
        kind=Item.REF_KIND,
        facts=facts,
        read=read,
        read_together=read_together,
        may_complete=may_complete,
        screen=screen,
        before=before,
        services={"disclosure.publish": actions.publish, "disclosure.register": actions.register_only},
        papers=papers.papers,
        material=papers.material,
        form=form,
        fingerprint=fingerprint,
        shown_to=INSIDE,
        url=url,
    )
)
register_owner(Item.REF_KIND, readers.may_read_file)
register_found(Item.REF_KIND, readers.alive)
subjects.register(
    Item.REF_KIND,
    label=_("公开信息"),
    find=proofs.find,
    describe=proofs.describe,
    prove=proofs.prove,
    conceals=proofs.conceals,
)
subjects.register(Edition.REF_KIND, label=_("公开文本"), describe=proofs.describe_edition)
