"""Who applies: registering, correcting, and joining with an account."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from yangguang.accounts.models import RealNameLevel, User
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.parties.acts import AMENDED, LINKED, REGISTERED
from yangguang.parties.models import Party
from yangguang.parties.models.parties import snapshot_lookup
from yangguang.parties.particulars import FIELDS, Particulars


@sensitive_variables()
@transaction.atomic
def register_party(told: Particulars, *, actor: Actor, user: User | None = None) -> Party:
    """The snapshot of a person or an organisation as it says it is today; *user* is who typed it about herself.

    The same values from the same account are the same snapshot: 181 applications by one person name one row. Anything
    that differs, an address for one, makes another snapshot, and the old one stays as it is: each matter keeps the
    address of its day, and nobody's typing changes what another matter rests on. That the document is the same is
    found by ``Party.objects.same_person``, which is what counts applications, and never merges rows: a number that
    somebody typed does not prove who she is. Two registrations at one moment may both make a row; nothing rests on that.

    Raises Refusal with the field at fault, for a forged number too; the sentence never repeats what was typed.
    """
    checked = told.checked()
    same = Party.objects.current().filter(
        snapshot_lookup=snapshot_lookup(checked), user=user, erased_at__isnull=True
    )
    if found := same.order_by("pk").first():
        return found
    party = Party(user=user, registered_at=clock.now())
    party.keep(checked)
    party.save(force_insert=True)
    record(REGISTERED, subject=party.ref, actor=actor)
    return party


@sensitive_variables()
@transaction.atomic
def amend(party: Party, told: Particulars, *, actor: Actor) -> Party:
    """Correct what was written down wrongly: a new snapshot that amends the old one, for the matter to go on with.

    The old one stays as it was, because letters went to its address. Raises Refusal ``conflict`` when somebody has
    corrected it already or it was erased, and when nothing differs.
    """
    checked = told.checked()
    locked = _locked(party)
    if locked.is_erased:
        raise Refusal(_("当事人的信息已经删除，不能更正。"), code="conflict")
    if Party.objects.filter(amends=locked).exists():
        raise Refusal(_("这份信息已经有人更正过，请刷新后在最新的一份上修改。"), code="conflict")
    before = locked.particulars()
    changed = [
        one for one in ("kind", "identity_kind", *FIELDS) if getattr(before, one) != getattr(checked, one)
    ]
    if not changed:
        raise Refusal(_("没有任何改动。"), code="conflict")
    party = Party(user=locked.user, registered_at=clock.now(), amends=locked)
    party.keep(checked)
    party.save(force_insert=True)
    record(AMENDED, subject=party.ref, actor=actor, public={"fields": changed}, about=[locked.ref])
    return party


@transaction.atomic
def link_user(party: Party, user: User, *, actor: Actor, vouched: bool = False) -> Party:
    """Join a party registered at a window with the account of the same person, who then sees the whole of it.

    The account must have proved a phone or an e-mail that the party gave; or somebody has looked at the identity
    document and *vouched* for it, which the act says. Raises Refusal ``conflict`` when it is another account's.
    """
    locked = _locked(party)
    if locked.user_id == user.pk:
        return locked
    if locked.user_id is not None or locked.is_erased:
        raise Refusal(_("这位当事人已经关联了别的账户，或者信息已经删除。"), code="conflict")
    if not user.is_active:
        raise Refusal(_("这个账户已经停用。"), code="conflict")
    if not vouched and not _reached_alike(locked, user):
        raise Refusal(
            _("账户的手机号码和电子邮箱与登记的都不一致。请当事人本人持身份证件到窗口办理关联。"),
            code="forbidden",
        )
    locked.user = user
    locked.save(update_fields=["user"])
    record(LINKED, subject=locked.ref, actor=actor, public={"vouched": vouched}, about=[user.ref])
    return locked


def _reached_alike(party: Party, user: User) -> bool:
    """Whether the account's proven phone or e-mail is one that the party gave."""
    if user.real_name_level < RealNameLevel.CONTACT:
        return False
    mine = Party.objects.filter(pk=party.pk)
    return mine.with_phone(user.phone or "").exists() or mine.with_email(user.email or "").exists()


def _locked(party: Party) -> Party:
    return Party.objects.select_for_update(of=("self",)).select_related("user").get(pk=party.pk)
