"""What completing a task costs: ``python -m benchmarks.steps [ROUNDS]``.

Whole reviews by the verbs, on SQLite with full durability; each step beside a yardstick of the same run: one row written
and committed. Queries are counted apart, so that counting is not timed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import timedelta

from benchmarks.house import HEAD, furnish, machine, times, told


def main(rounds: int) -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from yangguang.casework import actions as casework
    from yangguang.casework import domains, rules
    from yangguang.casework.models import Case, TaskState
    from yangguang.disclosure import actions
    from yangguang.disclosure.rules import categories_of
    from yangguang.lib import clock
    from yangguang.organisations.models import NumberCounter, Organisation
    from yangguang.organisations.rules import acting_as, holders

    civil = Organisation.objects.get(code="civil-affairs")
    officer = acting_as(holders(civil, "information-officer")[0], civil, post_code="information-officer")
    facts = actions.Facts(
        title="关于测量的通知",
        category=categories_of(civil)[0],
        generated_on=clock.today() - timedelta(days=1),
        body_html="<p>各镇人民政府：现将有关事项通知如下，请遵照执行。</p>" * 20,
    )
    taken: dict[str, list[float]] = defaultdict(list)
    queries: dict[str, int] = {}

    def step(case: Case, counted: bool) -> Case:
        task = next(one for one in case.steps if one.state == TaskState.OPEN)
        acting = rules.acting_for(task, rules.eligible_users(task, task.organisation)[0])
        data = {"conclusion": "clear", "secrecy_basis": "依据"} if task.element == "secrecy" else {}
        seen = domains.matter(case).edition.sha256
        moved: list[Case] = []

        def complete() -> None:
            moved.append(
                casework.complete(
                    task.uid, acting=acting, outcome="pass", opinion="同意。", data=data, seen=seen
                )
            )

        if counted:
            with CaptureQueriesContext(connection) as captured:
                complete()
            queries[task.name] = len(captured)
        else:
            taken[task.name] += times(complete, 1)
        return moved[0]

    for number in range(rounds + 1):
        item = actions.draft(facts, organisation=civil, acting=officer)
        case = actions.submit(item, acting=officer)
        while any(one.state == TaskState.OPEN for one in case.steps):
            case = step(case, counted=number == 0)

    def row() -> None:
        with transaction.atomic():
            NumberCounter.objects.create(kind="bench", series=clock.now().isoformat())

    yardstick = times(row, rounds)
    sys.stdout.write(f"{machine()}\n\n{HEAD}\n{told('one row, committed', yardstick)}\n")
    for name, values in taken.items():
        sys.stdout.write(told(f"{name} ({queries[name]} queries)", values, yardstick) + "\n")


if __name__ == "__main__":
    with furnish():
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
