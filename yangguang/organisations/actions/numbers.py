"""Giving numbers: gap-free, by the pattern of the nearest scope, allocated last in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations import acts, numbering, seeds
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import NumberCounter, NumberPattern, Organisation, Reset
from yangguang.organisations.rules import nearest

from .door import admit


def load_seeds() -> None:
    """The default patterns of the house; existing ones stay."""
    seeds.load()


def set_number_pattern(
    kind: str,
    pattern: str,
    *,
    actor: Actor | Acting,
    organisation: Organisation | None = None,
    reset: str = Reset.YEAR,
    basis: str = "",
) -> NumberPattern:
    """Decide how numbers of a kind look from now on; numbers already given stay as they are."""
    messages = {
        "syntax": _("编码规则写法不对：名称写在花括号里，例如 {uscc}/{year}-{seq:05}。"),
        "seq": _("编码规则里要有一个流水号 {seq}，并且只能有一个。"),
        "period": _("流水号按期重新编号时，编码里必须写出这个期间（年、月、日），否则会重号。"),
    }
    for problem in numbering.problems(pattern, reset):
        raise Refusal(messages[problem], field="pattern")
    with transaction.atomic():
        admitted = admit(actor, organisation)
        row, _created = NumberPattern.objects.update_or_create(
            kind=kind, organisation=organisation, defaults={"pattern": pattern, "reset": reset}
        )
        record(
            acts.PATTERN_SET,
            subject=organisation.ref if organisation else Ref("organisations.number_pattern", kind),
            actor=admitted,
            public={"kind": kind, "pattern": pattern, "reset": str(reset)},
            basis=basis,
            organisation_code=organisation.code if organisation else "",
        )
    return row


def allocate_number(
    kind: str,
    organisation: Organisation,
    on: date,
    *,
    taken: Callable[[list[str]], set[str]] | None = None,
    **parts: str,
) -> str:
    """The next number of a kind, for good if and only if the caller's transaction commits.

    Call it last, after case and record are locked: the counter stays locked until the end of the transaction, which
    is why there are no gaps. ``taken`` tells which of some numbers came from elsewhere (an import): they are passed
    over. The caller's own act carries the number. Raises Refusal for a missing pattern or part.
    """
    return allocate_numbers(1, kind, organisation, on, taken=taken, **parts)[0]


def allocate_numbers(
    count: int,
    kind: str,
    organisation: Organisation,
    on: date,
    *,
    taken: Callable[[list[str]], set[str]] | None = None,
    **parts: str,
) -> list[str]:
    """The next ``count`` numbers, in order, as ``allocate_number`` gives one; the counter is moved once."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("allocate_number belongs into the transaction that uses the number")
    row = nearest(NumberPattern.objects.filter(kind=kind), organisation)
    if row is None:
        raise Refusal(_("还没有为“%(kind)s”设置编号规则，请系统管理员先设置。") % {"kind": kind})
    values = _parts(row.pattern, organisation, on, parts)
    try:
        series = numbering.series(row.pattern, row.reset, values)
    except ValueError as error:
        raise Refusal(
            _("编号中的代码“%(code)s”超过了编码规则规定的位数，请改正代码或者规则。") % {"code": str(error)}
        ) from error
    found: list[str] = []
    while len(found) < count:
        spelled = [numbering.spell(row.pattern, values, n) for n in _next(kind, series, count - len(found))]
        gone = taken(spelled) if taken else set()
        found += [number for number in spelled if number not in gone]
    return found


def _next(kind: str, series: str, count: int) -> range:
    """Move a counter on; the update holds its row until the transaction ends."""
    counter = NumberCounter.objects.filter(kind=kind, series=series)
    if not counter.update(last=F("last") + count):
        # Two firsts at once: the second waits here for the first's end and then finds its row.
        NumberCounter.objects.bulk_create([NumberCounter(kind=kind, series=series)], ignore_conflicts=True)
        counter.update(last=F("last") + count)
    last = counter.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)


def _parts(pattern: str, organisation: Organisation, on: date, given: dict[str, str]) -> dict[str, str]:
    """The value of every name in a pattern; the caller's first, then the organisation's own."""
    values = {**numbering.day_parts(on), **{name: str(value) for name, value in given.items()}}
    for name in numbering.part_names(pattern):
        if name == "seq" or name in values:
            continue
        value = _of_organisation(name, organisation)
        if not value:
            raise Refusal(
                _("给%(organisation)s编号还缺少“%(part)s”，请先在机构信息里补上。")
                % {"organisation": organisation.called, "part": _part_name(name)}
            )
        values[name] = value
    return values


def _of_organisation(name: str, organisation: Organisation) -> str | None:
    if name == "code":
        return organisation.code
    if name == "name":
        return organisation.called
    if name in ("uscc", "orgcode"):
        # An inner office without a code of its own publishes under the body that it belongs to.
        above = sorted(organisation.ancestors_and_self(), key=lambda o: -len(o.path))
        uscc = next((o.uscc for o in above if o.uscc), None)
        return uscc[8:17] if uscc and name == "orgcode" else uscc
    if name == "division":
        above = sorted(
            organisation.ancestors_and_self().select_related("division"), key=lambda o: -len(o.path)
        )
        return next((o.division.code[:6] for o in above if o.division), None)
    return organisation.number_code(name)


def _part_name(name: str) -> str:
    names = {
        "uscc": _("统一社会信用代码"),
        "orgcode": _("统一社会信用代码"),
        "division": _("行政区划代码"),
        "region": _("地区代码"),
        "department": _("部门代码"),
        "category": _("类别代码"),
        "group": _("分组代码"),
        "section": _("内设机构代码"),
    }
    return names.get(name, name)
