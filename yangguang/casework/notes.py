"""The verbs beside the way of a case: notes about it, and other cases it has to do with."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import access, beside, domains
from yangguang.casework.acts import CASES_LINKED, CASES_UNLINKED, NOTE_STRUCK, NOTE_WRITTEN
from yangguang.casework.locking import lock
from yangguang.casework.models import Case, Link, Note
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

MAX_NOTE = 2_000
MAX_REASON = 200


def write_note(case: Case, kind: str, text: str, *, user: User) -> Note:
    """Note something about a case, for the office or for whom the case is about. It is never changed afterwards.

    The words are screened as those of a step are. Raises Refusal ``forbidden`` for who has no part in the case.
    """
    text = text.strip()
    if kind not in Note.Kind.values:
        raise Refusal(_("请选择写给谁看。"), field="kind")
    if not text:
        raise Refusal(_("请写备注的内容。"), field="text")
    if len(text) > MAX_NOTE:
        raise Refusal(_("备注请不要超过 %(n)d 字。") % {"n": MAX_NOTE}, field="text")
    acting = beside.acting_on(case, user)
    domains.of(case).screen(case, acting, {"opinion": text, "seen": ""})
    with transaction.atomic():
        note = Note.objects.create(
            case=case,
            kind=kind,
            text=text,
            written_by=user,
            written_as=acting.actor.post,
            written_at=clock.now(),
        )
        record(
            NOTE_WRITTEN,
            subject=case.ref,
            actor=acting.actor,
            public={"kind": str(note.get_kind_display())},
            private={"text": text},
            organisation_code=case.organisation.code,
            about=[note.ref],
        )
    return note


@transaction.atomic
def strike_note(note_uid: str, *, user: User) -> Note:
    """Strike a note out: whoever wrote it, or leads there. It stays readable to the office, the applicant no longer sees it."""
    note = (
        Note.objects.select_for_update(of=("self",))
        .select_related("case__organisation", "written_by")
        .filter(uid=note_uid)
        .first()
    )
    if note is None:
        raise Refusal(_("没有这条备注。"), code="not-found")
    acting = beside.acting_on(note.case, user)
    if note.written_by_id != user.pk and not beside.leads(note.case, user):
        raise Refusal(
            _("这条备注是%(name)s写的，只有本人或者单位负责人可以划去。")
            % {"name": note.written_by.display_name},
            code="forbidden",
        )
    if note.struck_at is not None:
        raise Refusal(_("这条备注已经划去。"), code="conflict")
    note.struck_at = clock.now()
    note.save(update_fields=["struck_at"])
    record(
        NOTE_STRUCK,
        subject=note.case.ref,
        actor=acting.actor,
        public={"kind": str(note.get_kind_display())},
        organisation_code=note.case.organisation.code,
        about=[note.ref],
    )
    return note


@transaction.atomic
def link_cases(case: Case, number: str, reason: str, *, user: User) -> Link:
    """Say that two cases have to do with each other, and why; both pages show it.

    The other one is named by its number, and must be one that the user may open: to anybody else it does not exist.
    """
    reason, number = reason.strip()[:MAX_REASON], number.strip()
    if not reason:
        raise Refusal(_("请写明两件有什么关系，例如“同一申请人先前的申请”。"), field="reason")
    acting = beside.acting_on(case, user)
    other = access.visible_to(user).select_related("organisation").filter(number=number).first()
    if other is None:
        raise Refusal(
            _("没有找到办件“%(number)s”，或者您看不到它。请核对办件号。") % {"number": number}, field="number"
        )
    if other.pk == case.pk:
        raise Refusal(_("不能和自己关联。"), field="number")
    first, second = sorted((case, other), key=lambda one: one.pk)
    try:
        with transaction.atomic():
            link = Link.objects.create(
                first=first, second=second, reason=reason, made_by=user, made_at=clock.now()
            )
    except IntegrityError as error:
        raise Refusal(_("这两件已经关联。"), code="conflict", field="number") from error
    record(
        CASES_LINKED,
        subject=case.ref,
        actor=acting.actor,
        public={"number": case.number, "other": other.number},
        private={"reason": reason},
        organisation_code=case.organisation.code,
        about=[other.ref],
    )
    return link


@transaction.atomic
def unlink_cases(case: Case, link_uid: str, *, user: User) -> Link:
    """Take a link back; that there was one stays in the book of both."""
    acting = beside.acting_on(case, user)
    lock(case)
    link = Link.objects.standing().of(case).select_related("first", "second").filter(uid=link_uid).first()
    if link is None:
        raise Refusal(_("这两件没有关联，或者已经解除。"), code="conflict")
    changed = Link.objects.standing().filter(pk=link.pk).update(ended_at=clock.now())
    if not changed:
        raise Refusal(_("这两件没有关联，或者已经解除。"), code="conflict")
    other = link.other(case)
    record(
        CASES_UNLINKED,
        subject=case.ref,
        actor=acting.actor,
        public={"number": case.number, "other": other.number},
        organisation_code=case.organisation.code,
        about=[other.ref],
    )
    return link
