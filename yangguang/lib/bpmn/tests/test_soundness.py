from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings

from yangguang.lib.bpmn import Process, check
from yangguang.lib.bpmn.soundness import prove

from .nets import doubtful, process, sound
from .oracle import is_sound

QUICK = settings(max_examples=100, suppress_health_check=list(HealthCheck))


def codes(drawing: Process) -> set[str]:
    return {problem.code for problem in check(drawing) if problem.level == "error"}


def test_a_straight_process_is_sound() -> None:
    assert check(process("s t1 t2 e")) == []


def test_a_return_after_review_is_sound() -> None:
    assert check(process("s t1 t2 x1 e | x1 t1")) == []


def test_a_parallel_block_that_a_loop_runs_again_is_sound() -> None:
    assert check(process("s xin a1 t1 a2 t3 x1 e | a1 t2 a2 | x1 xin")) == []


def test_a_choice_into_a_parallel_join_is_a_deadlock() -> None:
    found = check(process("s x1 t1 a1 e | x1 t2 a1"))
    assert [problem.code for problem in found] == ["deadlock"]
    assert "会卡死" in found[0].message
    assert "“t1”" in found[0].message or "“t2”" in found[0].message


def test_a_fork_without_join_is_lost_synchronisation() -> None:
    found = check(process("s a1 t1 t3 e | a1 t2 t3"))
    assert {problem.code for problem in found} == {"lost-synchronisation"}
    assert "重复办理" in found[0].message


def test_a_return_arrow_that_jumps_out_of_a_fork_is_found() -> None:
    assert codes(process("s t0 a1 t1 x1 a2 e | a1 t2 a2 | x1 t0")) & {"lost-synchronisation", "deadlock"}


def test_a_join_for_a_jump_arrow_waits_for_ever() -> None:
    assert "deadlock" in codes(process("s a1 t1 x1 a2 t9 e | a1 t2 a2 | x1 e2"))


def test_a_loop_without_exit_is_no_way_out() -> None:
    found = check(process("s x1 e | x1 x2 t1 t2 x2"))
    assert [problem.code for problem in found] == ["no-way-out"]
    assert "“t1”、“t2”" in found[0].message
    assert "再也出不来" in found[0].message


def test_an_island_is_unreachable() -> None:
    found = check(process("s t1 e | t2 x1 t2 | x1 e"))
    assert {(problem.code, problem.element) for problem in found} == {
        ("unreachable", "t2"),
        ("unreachable", "x1"),
    }


def test_two_ends_after_a_fork_are_allowed() -> None:
    assert check(process("s a1 t1 e1 | a1 t2 e2")) == []


def test_a_gateway_may_join_and_split_at_once() -> None:
    assert check(process("s a1 t1 a2 t3 a3 e | a1 t2 a2 t4 a3")) == []


def test_an_inclusive_block_is_sound_and_so_is_one_that_a_loop_runs_again() -> None:
    assert check(process("s i1 t1 i2 e | i1 t2 i2 | i1 t3 i2")) == []
    assert check(process("s xin i1 t1 i2 t4 x1 e | i1 t2 i2 | x1 xin")) == []


def test_inclusive_blocks_lie_in_one_another_and_beside_a_branch_that_a_loop_leads_back() -> None:
    """The branch beside could come round once more: what is behind the whole block is not waited for."""
    assert check(process("s xin a1 i1 t1 i2 a2 x1 e | i1 t2 i2 | a1 t3 a2 | x1 xin")) == []
    assert check(process("s i1 i3 t1 i4 i2 e | i3 t2 i4 | i1 t5 i2")) == []


def test_an_inclusive_split_into_a_parallel_join_is_a_deadlock() -> None:
    assert codes(process("s i1 t1 a2 e | i1 t2 a2")) == {"deadlock"}


def test_an_inclusive_split_into_an_exclusive_merge_is_done_twice() -> None:
    assert codes(process("s i1 t1 x2 t3 e | i1 t2 x2 | i1 t4 x2")) == {"lost-synchronisation"}


def test_two_inclusive_joins_that_wait_for_each_other_are_a_deadlock() -> None:
    found = check(process("s a1 i1 t1 x1 e1 | a1 i2 t2 x2 e2 | x1 i2 | x2 i1"))
    assert {problem.code for problem in found} & {"deadlock", "lost-synchronisation"}


def test_too_many_states_are_said_to_be_unproven() -> None:
    wide = process("s a1 t0 a2 e |" + "|".join(f"a1 t{n} a2" for n in range(1, 12)))
    found = prove(wide, cap=500)
    assert [problem.code for problem in found] == ["unproven"]
    assert found[0].message.startswith("证不出")
    assert prove(process("s a1 t0 a2 e |" + "|".join(f"a1 t{n} a2" for n in range(1, 9)))) == []


@QUICK
@given(sound())
def test_whatever_is_block_structured_is_judged_sound(drawing: Process) -> None:
    assert check(drawing) == []


@QUICK
@given(doubtful())
def test_the_judgement_is_that_of_the_plain_token_game(drawing: Process) -> None:
    verdict = is_sound(drawing)
    assume(verdict is not None)
    assert (not prove(drawing)) == verdict
