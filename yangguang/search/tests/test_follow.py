"""The index follows what was published: in the same transaction or not at all, and after any accident."""

from datetime import timedelta

import pytest
from django.db import transaction

from yangguang.lib import clock
from yangguang.search import actions, engines, health, rules
from yangguang.search.actions import changes
from yangguang.search.engines import Ask, Spelling, Stage
from yangguang.search.models import Change, Entry
from yangguang.search.rows import SLOTS, first_position

from .corpus import paper


def found(q):
    return [hit.ref.uid for hit in rules.query(q).hits]


def indexed(q):
    return engines.current().candidates(Ask(((Spelling(q),),)), Stage.ANY, below=1 << 62, limit=100)


def test_what_is_rolled_back_is_never_found(index):
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.put(paper(1, "低保", ""))
        raise RuntimeError
    actions.apply()
    assert not Change.objects.exists()
    assert found("低保") == []


def test_it_is_found_right_after_the_commit(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.put(paper(1, "低保", ""))
    assert found("低保") == ["000001"]
    assert not Change.objects.exists()


def test_a_new_text_replaces_the_old_one(index):
    index.learn([paper(1, "低保标准", "旧的文本")])
    index.learn([paper(1, "低保标准", "新的文本")])
    assert indexed("旧的") == []
    assert found("新的") == ["000001"]
    assert engines.current().size() == 1


def test_a_new_day_moves_it_and_leaves_nothing_behind(index):
    index.learn([paper(1, "低保", "", published_at=clock.now())])
    before = Entry.objects.get().position
    index.learn([paper(1, "低保", "", published_at=clock.now() - timedelta(days=30))])
    after = Entry.objects.get().position
    assert before - after >= 29 * SLOTS
    assert indexed("低保") == [after]


def test_a_withdrawn_text_leaves_the_records_at_once_and_the_index_next(index):
    index.learn([paper(1, "低保", "身份证号泄露了")])
    actions.withdraw(paper(1, "", "").ref)
    assert not Entry.objects.exists()
    assert len(indexed("泄露")) == 1
    actions.apply()
    assert indexed("泄露") == []
    assert engines.current().size() == 0


def test_withdrawing_what_was_never_there_does_nothing(index):
    actions.withdraw(paper(1, "", "").ref)
    assert not Change.objects.exists()


def test_a_place_that_was_left_and_given_again_is_not_wiped(index):
    index.learn([paper(1, "低保一", "", published_at=clock.now())])
    actions.put(paper(2, "低保二", "", published_at=clock.now()))
    actions.withdraw(paper(1, "", "").ref)
    for change in Change.objects.order_by("id").values_list("id", flat=True):
        changes._apply([change])
    assert found("低保") == ["000002"]
    assert len(indexed("低保")) == 1


def test_applying_the_same_change_again_does_no_harm(index):
    index.learn([paper(1, "低保", "")])
    Change.objects.create(ref=paper(1, "", "").ref, at=clock.now())
    assert actions.apply() == 1
    assert len(indexed("低保")) == 1


def test_the_queue_is_worked_off_in_batches(index):
    for number in range(250):
        actions.put(paper(number, f"低保{number}", ""))
    assert actions.apply(limit=120) == 120
    assert Change.objects.count() == 130
    assert actions.apply() == 130
    assert rules.query("低保").count == 250


def test_one_bad_change_does_not_hold_up_the_others(index, monkeypatch):
    real = changes.row_of

    def row_of(entry, position):
        if entry.title == "坏的":
            raise ValueError("bad")
        return real(entry, position)

    monkeypatch.setattr(changes, "row_of", row_of)
    actions.put(paper(1, "坏的", ""))
    actions.put(paper(2, "低保", ""))
    for _ in range(actions.PATIENCE + 1):
        actions.apply()
    assert found("低保") == ["000002"]
    stuck = Change.objects.get()
    assert (stuck.attempts, stuck.error) == (actions.PATIENCE, "ValueError: bad")
    assert [check.ok for check in health.checks()] == [True, False, True, True]
    monkeypatch.setattr(changes, "row_of", real)
    assert actions.retry() == 1
    assert found("坏的") == ["000001"]


def test_a_full_day_runs_over_into_the_next(index, monkeypatch):
    monkeypatch.setattr(changes, "SLOTS", 3)
    start = first_position(clock.today())
    index.learn([paper(n, f"低保{n}", "", published_at=clock.moment(clock.today(), 9)) for n in range(5)])
    assert sorted(Entry.objects.values_list("position", flat=True)) == list(range(start, start + 5))


def test_rebuilding_gives_the_same_index_again(index):
    index.learn([paper(n, f"低保{n}", "文本") for n in range(20)])
    before = indexed("低保")
    engines.current().empty()
    assert found("低保") == []
    assert [check.ok for check in health.checks()] == [True, True, True, False]
    assert actions.rebuild() == 20
    assert indexed("低保") == before
    assert all(check.ok for check in health.checks())


def test_a_lag_is_seen(index):
    with clock.set_to(clock.now() - timedelta(minutes=5)):
        actions.put(paper(1, "低保", ""))
    assert not health.checks()[0].ok
    actions.apply()
    assert health.checks()[0].ok


def test_an_index_that_cannot_be_reached_keeps_the_queue(index, settings, tmp_path):
    if not engines.current().apart:
        pytest.skip("the index is in the records' own database")
    settings.YANGGUANG_SEARCH_PATH = tmp_path / "file" / "search.sqlite3"
    (tmp_path / "file").write_text("no folder")
    actions.put(paper(1, "低保", ""))
    assert actions.apply() == 0
    assert Change.objects.get().attempts == 0
    settings.YANGGUANG_SEARCH_PATH = tmp_path / "other.sqlite3"
    assert actions.apply() == 1
