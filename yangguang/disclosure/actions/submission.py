"""From the officer's desk through the reviewers': submit, overrule a finding, sign, return."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework import actions as casework
from yangguang.casework.models import Case, Task
from yangguang.disclosure import rules
from yangguang.disclosure.acts import APPROVED, FINDING_OVERRULED, RETURNED, SUBMITTED
from yangguang.disclosure.models import Approval, Edition, FindingRuling, Item
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.web.rows import insert

from .drafting import next_edition
from .duty import require_drafter, sign_as_author
from .secrets import stop_secrets

PROCESS = "disclosure-review"
DRAFT_ELEMENT = "draft"


def submit(item: Item, *, acting: Acting, opinion: str = "") -> Case:
    """Send the text in work to review. It cannot be changed from here on; every step sees its hash.

    Refusal: findings that block, facts that are missing, nothing to submit, or no right to.
    """
    require_drafter(item.organisation, acting)
    stop_secrets({_("意见"): opinion}, organisation=item.organisation, acting=acting)
    with transaction.atomic():
        edition = rules.working_edition(item)
        # A public item keeps its title until the new text is signed; reviewers look for the one they are to judge.
        title = edition.title if edition else item.title
        case = rules.open_case(item) or casework.open_case(
            PROCESS, organisation=item.organisation, subject=item.ref, title=title, acting=acting
        )
        task = case.tasks.filter(element=DRAFT_ELEMENT, state="open").order_by("-pk").first()
        if task is None:
            raise Refusal(_("这一件已经送审，正在办理，不能重复提交。"), code="conflict")
        seen = rules.fingerprint(edition) if edition else ""
        return casework.complete(task.uid, acting=acting, outcome="pass", opinion=opinion, seen=seen)


def lock_text(item: Item, *, acting: Acting, seen: str = "") -> Edition:
    """Make the text in work final for this round, in the caller's transaction. Called when 起草 is completed."""
    item = Item.objects.select_for_update().get(pk=item.pk)
    edition = rules.working_edition(item)
    if edition is None or edition.submitted_at:
        raise Refusal(_("没有可以送审的草稿。"), code="conflict")
    _complete_enough(edition)
    stop_secrets(
        {_("标题"): edition.title, _("正文"): edition.body_text},
        organisation=item.organisation,
        acting=acting,
    )
    blocking = rules.blocking(edition)
    if blocking:
        raise Refusal(
            _("还有 %(count)d 处必须处理的问题：%(first)s请改正，或者说明保留的理由后再送审。")
            % {"count": len(blocking), "first": blocking[0].message},
            code="findings",
        )
    sha256 = rules.fingerprint(edition)
    if seen and seen != sha256:
        raise Refusal(_("草稿刚刚又有改动。请核对最新内容后再送审。"), code="conflict")
    edition.submitted_at, edition.sha256 = clock.now(), sha256
    edition.save(update_fields=["submitted_at", "sha256"])
    sign_as_author(edition, acting)
    record(
        SUBMITTED,
        subject=item.ref,
        actor=acting.actor,
        public={"number": edition.number, "sha256": sha256},
        organisation_code=item.organisation.code,
        about=[edition.ref],
    )
    return edition


def _complete_enough(edition: Edition) -> None:
    if edition.generated_on is None:
        raise Refusal(_("请填写成文日期：公文为签发日期，其他信息为形成日期。"), field="generated_on")
    if edition.is_secret:
        return
    if not edition.body_text.strip() and not edition.attachments.exists():
        raise Refusal(_("还没有正文。请录入正文或者上传附件。"), field="body_html")
    if edition.item.live_edition_id and not (edition.change_kind and edition.change_reason):
        raise Refusal(
            _("请说明这次是更正差错还是更新内容，以及改了什么、为什么改：公开页会照此说明。"),
            field="change_kind",
        )


def overrule(item: Item, key: str, reason: str, *, acting: Acting) -> FindingRuling:
    """Keep a passage that the screening objects to, with a reason that the reviewers see."""
    require_drafter(item.organisation, acting)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise Refusal(_("请写明保留的理由，审核人会看到。"), field="reason")
    stop_secrets({_("理由"): reason}, organisation=item.organisation, acting=acting)
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=item.pk)
        edition = rules.working_edition(item)
        if edition is None or edition.submitted_at:
            raise Refusal(_("这一稿正在审核，不能再处理审查提示。"), code="conflict")
        found = {judged.finding.key: judged.finding for judged in rules.findings(edition)}.get(key)
        if found is None:
            raise Refusal(_("这处问题已经不在文中，请刷新页面。"), code="conflict")
        ruling, _new = FindingRuling.objects.update_or_create(
            edition=edition,
            key=key,
            defaults={
                "code": found.code,
                "message": found.message[:300],
                "reason": reason,
                "by": acting.user,
                "at": clock.now(),
            },
        )
        record(
            FINDING_OVERRULED,
            subject=item.ref,
            actor=acting.actor,
            public={"code": found.code, "message": found.message},
            private={"reason": reason},
            organisation_code=item.organisation.code,
            about=[edition.ref],
        )
        return ruling


def sign(
    edition: Edition,
    task: Task,
    *,
    acting: Acting,
    passed: bool,
    outcome: str,
    opinion: str,
    seen: str,
    data: dict[str, Any],
) -> Approval:
    """Store one step's opinion, bound to the hash that the person saw, in the engine's transaction.

    Refusal when the person wrote on the text, when the text is not the one on the screen, or when it was
    touched after it had been submitted.
    """
    if edition.submitted_at is None or edition.published_at or edition.registered_at:
        raise Refusal(_("没有正在审核的文本，可能刚刚退回。请刷新页面。"), code="conflict")
    refuse_author(edition, acting)
    if passed and rules.fingerprint(edition) != edition.sha256:
        raise Refusal(_("送审以后文本有了改动，不能审签。请退回重新送审。"), code="conflict")
    if seen != edition.sha256:
        raise Refusal(_("您看到的不是现在送审的文本。请刷新页面，看过最新文本后再办理。"), code="conflict")
    approval = Approval(
        edition=edition,
        sha256=edition.sha256,
        element=task.element,
        step=task.name,
        by=acting.user,
        on_behalf_of_id=acting.appointment.on_behalf_of_id,
        post=acting.appointment.post.name,
        organisation=acting.organisation.name,
        passed=passed,
        outcome=outcome,
        opinion=opinion[:1000],
        data=data,
        at=clock.now(),
    )
    insert([approval])
    record(
        APPROVED if passed else RETURNED,
        subject=edition.item.ref,
        actor=acting.actor,
        public={"step": task.name, "sha256": edition.sha256, "number": edition.number},
        private={"opinion": opinion},
        organisation_code=edition.item.organisation.code,
        about=[edition.ref],
    )
    return approval


def refuse_author(edition: Edition, acting: Acting) -> None:
    """Duties apart: whoever wrote on a text does not decide about it, in whatever post, nor does the one in whose
    place it was written.
    """
    if edition.author_keys & {acting.user.pk, acting.appointment.on_behalf_of_id}:
        raise Refusal(_("起草人不能审核自己起草的信息，代理岗位时也不能。请由其他人办理。"), code="forbidden")


def return_text(item: Item, *, acting: Acting) -> Edition:
    """After a step returned it: the text stays as it was seen, the officer gets a copy to mend."""
    item = Item.objects.select_for_update().get(pk=item.pk)
    edition = rules.working_edition(item)
    assert edition is not None and edition.submitted_at, "only a submitted text is returned"
    edition.returned_at = clock.now()
    edition.save(update_fields=["returned_at"])
    mended = next_edition(item, edition, None)
    mended.drafted_by = edition.drafted_by
    mended.save(update_fields=["drafted_by"])
    mended.authors.set(edition.authors.all())
    for ruling in edition.rulings.all():
        FindingRuling.objects.create(
            edition=mended,
            key=ruling.key,
            code=ruling.code,
            message=ruling.message,
            reason=ruling.reason,
            by=ruling.by,
            at=ruling.at,
        )
    return mended
