"""Reports as an office writes them, to test with."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from yangguang.casework import actions as casework
from yangguang.casework import rules as casework_rules
from yangguang.casework.models import Case
from yangguang.disclosure import rules as gate
from yangguang.disclosure.models import Item
from yangguang.foi.actions import reports
from yangguang.foi.models import AnnualReport
from yangguang.foi.report import Figures
from yangguang.foi.reporting import sources, writing
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.rules import appointments

YEAR = 2025


def registers_that_say(monkeypatch: pytest.MonkeyPatch) -> dict[str, Figures]:
    """What the registers say, by code of organisation; nothing where it is not said."""
    said: dict[str, Figures] = {}

    def asked(organisation: Organisation, year: int) -> Figures:
        found = said.get(organisation.code)
        if found is None or found.year != year:
            return Figures.empty(organisation.code, year)
        return Figures(organisation.code, year, found.numbers)

    monkeypatch.setattr(sources, "register_figures", asked)
    return said


def the(user: object) -> Acting:
    held = appointments(user)[0]
    return Acting(held.user, held)


def entered(
    report: AnnualReport, figures: Figures, who: Acting, reason: str = "历史台账，逐件核对"
) -> AnnualReport:
    return reports.change(
        report, chapters=report.chapters, numbers=dict(figures.numbers), reason=reason, acting=who
    )


def worded(report: AnnualReport, who: Acting) -> AnnualReport:
    """The places that only people can fill in, filled in."""
    chapters = [
        "\n".join(
            line.split(writing.BLANK)[0] + "已经落实。" if writing.BLANK in line else line
            for line in text.split("\n")
        )
        for text in report.chapters
    ]
    return reports.change(report, chapters=chapters, carry_reason=report.carry_reason, acting=who)


def ready(cast: Cast, figures: Figures) -> AnnualReport:
    who = the(cast.lin)
    report = reports.begin(cast.county.civil, YEAR, acting=who)
    report = entered(report, figures, who)
    return worded(report, who)


def signed(case: Case, cast: Cast) -> None:
    """Everybody in the five steps of civil affairs passes it."""
    for person in (cast.zhou, cast.wu, cast.chen):
        task = case.tasks.get(state="open")
        item = Item.objects.get(uid=case.subject.uid)
        edition = gate.working_edition(item)
        assert edition is not None
        data = {}
        if task.element == "secrecy":
            data = {"conclusion": "clear", "secrecy_basis": "《保守国家秘密法》第三十五条"}
        casework.complete(
            task.uid,
            acting=casework_rules.acting_for(task, person),
            outcome="pass",
            opinion="同意",
            data=data,
            seen=edition.sha256,
        )
