"""Messages: sent by the worker, tried again, visible when stuck, and never lying about in the clear."""

from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yangguang.jobs.actions import run_one
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.notices import actions, gateways, rules
from yangguang.notices.addresses import masked
from yangguang.notices.health import checks
from yangguang.notices.models import Message

State = Message.State


class BrokenGateway:
    def send(self, number: str, text: str) -> str:
        raise ConnectionError("the supplier does not answer")


class StrictGateway:
    def send(self, number: str, text: str) -> str:
        raise gateways.Undeliverable("空号")


def work() -> None:
    """The worker, with the pauses between attempts left out."""
    for _attempt in range(20):
        while run_one("w1"):
            pass
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.now())


@pytest.mark.django_db
def test_an_e_mail_is_sent_once_by_the_worker() -> None:
    made = actions.send("email", "li@example.cn", "回执", "您的申请已收到。", about=Ref("tests.lamp", "L1"))
    assert mail.outbox == [] and made.state == State.WAITING
    work()
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["li@example.cn"], "回执", "您的申请已收到。")
    ]
    made.refresh_from_db()
    assert made.state == State.SENT and made.sent_at and made.about == Ref("tests.lamp", "L1")


@pytest.mark.django_db(transaction=True)
def test_a_message_falls_with_the_change_it_tells_of() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.send("email", "li@example.cn", "回执", "")
        1 / 0  # noqa: B018
    work()
    assert mail.outbox == [] and not Message.objects.exists()


@pytest.mark.django_db
def test_address_and_text_are_not_in_the_database_in_the_clear() -> None:
    actions.send("sms", "13812345678", "验证码", "您的验证码是 314159。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_message")
        row = b"".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )
    for secret in ("13812345678", "314159", "验证码"):
        assert secret.encode() not in row
    assert "138****5678" in str(Message.objects.get())


@pytest.mark.django_db
def test_a_secret_text_is_destroyed_once_sent() -> None:
    made = actions.send("email", "li@example.cn", "验证码", "314159", secret=True)
    assert made.body == "314159"
    work()
    made.refresh_from_db()
    assert (
        mail.outbox[0].body == "314159" and made.state == State.SENT and (made.subject, made.body) == ("", "")
    )


@pytest.mark.django_db
def test_what_cannot_be_sent_is_tried_again_and_then_visible_as_stuck(settings: object) -> None:
    settings.YANGGUANG_SMS_GATEWAY = f"{__name__}.BrokenGateway"  # type: ignore[attr-defined]
    made = actions.send("sms", "13812345678", "", "您的办件已办结。")
    work()
    made.refresh_from_db()
    assert (made.state, made.attempts) == (State.STUCK, actions.MOST_ATTEMPTS)
    assert "does not answer" in made.error and not checks()[0].ok

    settings.YANGGUANG_SMS_GATEWAY = "yangguang.notices.gateways.LoggingGateway"  # type: ignore[attr-defined]
    assert actions.retry_stuck() == 1
    work()
    made.refresh_from_db()
    assert made.state == State.SENT and checks()[0].ok


@pytest.mark.django_db
def test_a_number_that_does_not_exist_is_not_tried_again(settings: object) -> None:
    settings.YANGGUANG_SMS_GATEWAY = f"{__name__}.StrictGateway"  # type: ignore[attr-defined]
    made = actions.send("sms", "13812345678", "", "您的办件已办结。")
    work()
    made.refresh_from_db()
    assert (made.state, made.attempts, made.error) == (State.FAILED, 1, "空号")


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "state"), [(550, State.FAILED), (450, State.STUCK)])
def test_a_refused_mailbox_is_final_and_a_full_one_is_not(
    code: int, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object) -> int:
        raise SMTPRecipientsRefused({"li@example.cn": (code, b"no")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    made = actions.send("email", "li@example.cn", "回执", "")
    work()
    made.refresh_from_db()
    assert made.state == state


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "address"),
    [("email", "li"), ("email", "li@x"), ("email", "a b@x.cn"), ("sms", "12ab"), ("sms", ""), ("inbox", "")],
)
def test_what_cannot_be_an_address_is_refused(channel: str, address: str) -> None:
    with pytest.raises(Refusal, match="不能用来接收通知"):
        actions.send(channel, address, "回执", "")


@pytest.mark.django_db
def test_a_subject_cannot_carry_other_headers() -> None:
    made = actions.send("email", "li@example.cn", "回执\r\nBcc: all@example.cn", "正文\n第二行")
    work()
    assert mail.outbox[0].subject == "回执 Bcc: all@example.cn" and mail.outbox[0].bcc == []
    assert made.body == "正文\n第二行"


@pytest.mark.django_db
def test_an_inbox_message_is_there_at_once_and_can_be_read() -> None:
    first = actions.send("inbox", "01LIN", "新任务", "请审核。", url="/office/cases/1/")
    actions.send("inbox", "01LIN", "快到期", "还剩一天。")
    actions.send("inbox", "01WU", "新任务", "别人的。")
    assert [message.subject for message in rules.inbox("01LIN")] == ["快到期", "新任务"]
    assert rules.unread("01LIN") == 2
    assert actions.mark_read("01WU", first.uid) == 0
    assert actions.mark_read("01LIN", first.uid) == 1 and rules.unread("01LIN") == 1
    assert actions.mark_read("01LIN") == 1 and rules.unread("01LIN") == 0 and rules.unread("01WU") == 1


@pytest.mark.django_db
def test_the_demo_writes_short_messages_into_files(settings: object, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.YANGGUANG_SMS_GATEWAY = "yangguang.notices.gateways.FileGateway"  # type: ignore[attr-defined]
    actions.send("sms", "13812345678", "", "您的验证码是 314159。")
    work()
    assert "314159" in next((tmp_path / "sms").iterdir()).read_text()


def test_addresses_are_masked() -> None:
    assert masked("sms", "13812345678") == "138****5678" and masked("sms", "12345") == "12****"
    assert masked("email", "lihong@example.cn") == "l***@example.cn"
