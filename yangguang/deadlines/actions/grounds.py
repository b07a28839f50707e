"""The reasons for which a limit stands still change from a day on: of this version of the limit and of those after it.

The day of the notice decides which ground holds. What was suspended before keeps the ground of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import rules
from yangguang.deadlines.acts import GROUND_AMENDED, GROUND_ENDED, GROUND_ENTERED, GROUND_TAKEN_BACK
from yangguang.deadlines.models import Ground, Limit
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .limits import GROUND_FACTS


@transaction.atomic
def enter_ground(
    limit: Limit, facts: Mapping[str, Any], *, effective_from: date, acting: Acting, code: str = ""
) -> Ground:
    """A further reason for which a limit may stand still from a day on; its code is given by the house."""
    versions = _versions(limit)
    values = _checked(_known(facts), effective_from)
    known = set(Ground.objects.filter(limit__in=versions).values_list("code", flat=True))
    if Ground.objects.filter(limit=limit, name=values["name"]).in_force_since(effective_from).exists():
        raise Refusal(
            _("“%(name)s”已经是这一时限的中止事由，请在列表里修改它。") % {"name": values["name"]},
            field="name",
        )
    code = code or next(f"own-{n}" for n in range(1, len(known) + 2) if f"own-{n}" not in known)
    if limit.effective_to and effective_from >= limit.effective_to:
        raise Refusal(
            _("这一版时限到 %(on)s 失效，请在以后的版本里增加。") % {"on": limit.effective_to},
            field="effective_from",
        )
    rows = [
        _written(Ground(limit=one, code=code, effective_from=effective_from, **values)) for one in versions
    ]
    _edited(versions)
    _record(GROUND_ENTERED, rows[0], acting, {"from": effective_from.isoformat()})
    return rows[0]


@transaction.atomic
def amend_ground(ground: Ground, facts: Mapping[str, Any], *, effective_from: date, acting: Acting) -> Ground:
    """Let a ground say something else from a day on; the old words hold until the day before."""
    versions = _versions(ground.limit)
    old = _current(ground)
    if effective_from <= old.effective_from:
        raise Refusal(
            _("这一事由现在的规定从 %(on)s 起施行，修改的施行日期要在它以后。") % {"on": old.effective_from},
            field="effective_from",
        )
    before = {name: getattr(old, name) for name in GROUND_FACTS}
    values = _checked(before | _known(facts), effective_from)
    changed = [name for name in GROUND_FACTS if values[name] != before[name]]
    if not changed:
        raise Refusal(_("没有改动，不需要新的版本。"))
    fresh: list[Ground] = []
    for twin in _twins(old, versions):
        Ground.objects.filter(pk=twin.pk).update(effective_to=effective_from)
        fresh.append(
            _written(Ground(limit=twin.limit, code=old.code, effective_from=effective_from, **values))
        )
    _edited(versions)
    labels = [str(getattr(Ground, name).field.verbose_name) for name in changed]
    facts_told = {"from": effective_from.isoformat(), "changed": "、".join(labels)}
    _record(GROUND_AMENDED, fresh[0], acting, facts_told)
    return fresh[0]


@transaction.atomic
def end_ground(ground: Ground, *, effective_to: date, acting: Acting) -> Ground:
    """From a day on a limit does not stand still for this reason any more; what stands still already goes on doing so."""
    versions = _versions(ground.limit)
    old = _current(ground)
    if effective_to <= old.effective_from:
        raise Refusal(
            _("这一事由从 %(on)s 起施行，停用的日期要在它以后。还没有施行的请撤回。")
            % {"on": old.effective_from},
            field="effective_to",
        )
    Ground.objects.filter(pk__in=[one.pk for one in _twins(old, versions)]).update(effective_to=effective_to)
    _edited(versions)
    _record(GROUND_ENDED, old, acting, {"to": effective_to.isoformat()})
    old.effective_to = effective_to
    return old


@transaction.atomic
def take_back_ground(ground: Ground, *, acting: Acting) -> None:
    """Take back what was entered and does not hold yet: what held before goes on holding."""
    versions = _versions(ground.limit)
    old = Ground.objects.get(pk=_current(ground, ended=True).pk)
    if old.effective_from <= clock.today():
        raise Refusal(
            _("“%(name)s”已经在 %(on)s 施行，不能撤回；不再适用的请停用。")
            % {"name": old.name, "on": old.effective_from},
            code="conflict",
        )
    for twin in _twins(old, versions):
        Ground.objects.filter(pk=twin.pk).delete()
        Ground.objects.filter(limit=twin.limit, code=old.code, effective_to=old.effective_from).update(
            effective_to=old.effective_to
        )
    _edited(versions)
    _record(GROUND_TAKEN_BACK, old, acting, {"from": old.effective_from.isoformat()})


def _versions(limit: Limit) -> list[Limit]:
    """This version of the limit and those after it, locked: who works on one waits for who works on another."""
    rows = Limit.objects.select_for_update().filter(code=limit.code, organisation=limit.organisation_id)
    return list(rows.filter(effective_from__gte=limit.effective_from).order_by("effective_from"))


def _current(ground: Ground, *, ended: bool = False) -> Ground:
    found = Ground.objects.select_related("limit", "article__instrument").filter(pk=ground.pk).first()
    if found is None or (found.effective_to and not ended):
        raise Refusal(
            _("“%(name)s”的这一版已经有了后来的规定，请刷新列表后修改最新的一版。") % {"name": ground.name},
            code="conflict",
        )
    return found


def _twins(old: Ground, versions: Iterable[Limit]) -> list[Ground]:
    """The same ground of this version and of those after it, this one's first; where it was changed since, it stays."""
    facts = {"code": old.code, "effective_from": old.effective_from, "effective_to": old.effective_to}
    rows = Ground.objects.select_related("limit").filter(limit__in=list(versions), **facts)
    return sorted(rows, key=lambda one: (one.pk != old.pk, one.pk))


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(GROUND_FACTS)
    if unknown:
        raise ValueError(f"not to be changed: {sorted(unknown)}")
    return dict(facts)


def _checked(values: dict[str, Any], on: date) -> dict[str, Any]:
    """What a ground must say: its reason, what it stands on, a length with a unit; its article in force on its day."""
    values = {**values, "name": " ".join(str(values.get("name", "")).split())}
    if not values["name"]:
        raise Refusal(_("请写明事由，例如：专家评审。"), field="name")
    article = values.get("article")
    if article is None and not values.get("basis"):
        raise Refusal(
            _("中止要有依据：请选择条文；条文不在列表里的，在“其他依据”里写明文件和条款。"), field="article"
        )
    if article is not None:
        version = article.instrument
        if version.effective_from > on or (version.effective_to and version.effective_to <= on):
            raise Refusal(
                _("%(article)s（%(since)s 起施行的版本）在 %(on)s 不是现行有效的，请选择当天有效的版本。")
                % {"article": article, "since": version.effective_from, "on": on},
                field="article",
            )
    if values.get("n") and not values.get("unit"):
        raise Refusal(_("请选择最长时间的单位。"), field="unit")
    if not values.get("n"):
        if values.get("lapses"):
            raise Refusal(_("期满自动恢复的，要写明最长多久。"), field="n")
        values |= {"n": None, "unit": ""}
    if values.get("lapses") and values.get("restarts"):
        raise Refusal(_("重新起算要等收到材料，不会期满自动恢复：两项只能选一项。"), field="restarts")
    return values


def _written(row: Ground) -> Ground:
    try:
        row.full_clean(exclude=["limit"], validate_constraints=False)
        row.validate_constraints()
    except ValidationError as error:
        raise Refusal("；".join(error.messages)) from error
    row.save(force_insert=True)
    return row


def _edited(versions: Iterable[Limit]) -> None:
    """What was edited here is no longer the release's."""
    Limit.objects.filter(pk__in=[one.pk for one in versions]).update(edited_on=clock.today())


def _record(kind: str, ground: Ground, acting: Acting, facts: dict[str, Any]) -> None:
    limit = ground.limit
    record(
        kind,
        subject=limit.ref,
        actor=acting.actor,
        public={
            "limit": limit.name,
            "code": limit.code,
            "name": ground.name,
            "ground": ground.code,
            "says": "；".join(rules.described(ground)),
            **facts,
        },
        basis=ground.authority,
        organisation_code=limit.organisation.code if limit.organisation else "",
    )
