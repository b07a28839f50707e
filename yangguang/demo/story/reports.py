"""In January offices report on their year: begun from the register, worded, reviewed, signed and published."""

from __future__ import annotations

from collections.abc import Iterator

from yangguang.casework import actions as casework
from yangguang.casework.models import Case, CaseState, Task
from yangguang.demo.story.hours import days_later, later
from yangguang.demo.story.lives import BASIS, Life, Stage
from yangguang.disclosure import rules as gate
from yangguang.disclosure.models import Item
from yangguang.foi.actions import filing, reports
from yangguang.foi.models import AnnualReport
from yangguang.foi.reporting import writing
from yangguang.lib import clock
from yangguang.organisations.rules import acting_as

# Whose report is on the site; the others' are lacking, as the head office's page says.
REPORTING = ("civil-affairs", "natural-resources")
# What people write where the register knows nothing, by chapter.
WORDS = (
    "全年公开工作平稳有序，各项任务已经完成。",
    "已经按要求落实。",
    "",
    "",
    "答复的规范性还要提高，已经组织培训两次。",
    "没有其他需要报告的事项。",
)


def report_lives(stage: Stage) -> Iterator[Life]:
    """The reports on the last year that is over within the story."""
    year = stage.world.today.year - 1
    if stage.world.base.year <= year:
        for number, code in enumerate(REPORTING):
            yield _report_life(stage, code, year, number)


def _report_life(stage: Stage, code: str, year: int, number: int) -> Life:
    rng = stage.rng(f"report:{code}:{year}")
    begins = clock.moment(stage.world.today.replace(year=year + 1, month=1, day=5), 9)
    yield days_later(stage.world, begins, number + 1, 9 * 60 + rng.randint(0, 300))
    organisation = stage.county.organisations[code]
    acting = acting_as(
        stage.county.holder(code, "information-officer"), organisation, post_code="information-officer"
    )
    report = reports.begin(organisation, year, acting=acting)
    yield later(stage.world, clock.now(), rng.randint(200, 900))
    report = reports.change(report, chapters=_worded(report), acting=acting)
    case = filing.submit(report, acting=acting, accepted="已经与台账逐件核对。")
    while case.state == CaseState.OPEN:
        yield later(stage.world, clock.now(), rng.randint(60, 400))
        case = _step(stage, case.uid)
    stage.count("annual reports")


def _worded(report: AnnualReport) -> list[str]:
    """The chapters with a sentence in each place that was left to people."""
    return [
        "\n".join(
            line.split(writing.BLANK)[0] + word if writing.BLANK in line else line
            for line in text.split("\n")
        )
        for text, word in zip(report.chapters, WORDS, strict=True)
    ]


def _step(stage: Stage, uid: str) -> Case:
    task = Task.objects.open().select_related("case", "organisation").get(case__uid=uid)
    assert task.case.subject is not None
    edition = gate.working_edition(Item.objects.get(uid=task.case.subject.uid))
    assert edition is not None, "a report in review has a text in work"
    data = {"conclusion": "clear", "secrecy_basis": BASIS} if task.element == "secrecy" else {}
    return casework.complete(
        task.uid, acting=stage.acting(task), outcome="pass", opinion="同意。", data=data, seen=edition.sha256
    )
