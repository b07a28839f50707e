"""Processes and their versions; cases, tokens and tasks as rows.

A version is immutable and a case stays on the version it began with. A token stands on an element; at a parallel
join it remembers the flow by which it came, since a join takes one token for each incoming flow. Finished rows stay in
the same tables: partial indexes keep "what is open" small.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from django.db import models
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.deadlines.models import Clock
from yangguang.lib import bpmn
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.web.fields import RefField, UidField
from yangguang.web.prepared import prepared

from .processes import ProcessVersion


class CaseState(models.TextChoices):
    OPEN = "open", _("办理中")
    DONE = "done", _("已办结")
    CANCELLED = "cancelled", _("已撤销")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(state=CaseState.OPEN)


class Case(models.Model):
    """One matter on its way. Where it stands is its tokens; what it is about belongs to the domain's own record."""

    REF_KIND = "casework.case"

    uid = UidField()
    number = models.CharField(_("办件号"), max_length=60, unique=True)
    version = models.ForeignKey(
        ProcessVersion, on_delete=models.PROTECT, related_name="cases", verbose_name=_("流程")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # ``case_of_organisation`` begins with it
        verbose_name=_("承办单位"),
    )
    subject = RefField(_("事由"), db_index=True)
    title = models.CharField(_("标题"), max_length=300)
    # The first letters of the title's pinyin, to be found by; none until somebody has spelt them.
    initials = models.CharField(_("拼音首字母"), max_length=300, null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=CaseState, default=CaseState.OPEN)
    opened_at = models.DateTimeField(_("立件时间"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    way = models.JSONField(_("开头经过"), default=list, blank=True)
    # A sub-case: the case that waits for it, and the token that waits there.
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("主办件"),
    )
    parent_token = models.OneToOneField(
        "Token", null=True, blank=True, on_delete=models.PROTECT, related_name="sub_case"
    )
    # What messages and sub-cases brought, or the main case handed over: conditions may ask it (see ``given``).
    data = models.JSONField(_("随件数据"), default=dict, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件")
        verbose_name_plural = _("办件")
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(state="open", parent__isnull=True),
                name="one_open_case_for_a_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, parent_token__isnull=True)
                | models.Q(parent__isnull=False, parent_token__isnull=False),
                name="sub_case_has_its_place",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
                name="case_closed_when_not_open",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-opened_at"], name="case_of_organisation"),
            # Who may see a case, asked of the domain: its matters of these organisations.
            models.Index(fields=["organisation", "subject", "id"], name="case_matters_of_place"),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["opened_at"], condition=models.Q(state="open"), name="case_open"),
            models.Index(fields=["id"], condition=models.Q(initials__isnull=True), name="case_unspelt"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @cached_property
    def steps(self) -> list[Task]:
        """The tasks so far, in the order of their keys, read once for this object; the engine adds what it opens."""
        found = _steps(self.pk)
        for task in found:
            task.case = self
            if task.organisation_id == self.organisation_id:
                task.organisation = self.organisation
        return found

    def get_office_url(self) -> str:
        return reverse("case", args=[self.uid])


class Token(models.Model):
    """Where a case stands. ``flow`` is the way by which it came (empty at the start).

    ``scope`` is the token of the sub-process in which it stands, or of the countersigned step of which it is one voice: that
    one stays where it is until its own work is over. A voice has ``#1``, ``#2`` … for its flow.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tokens")
    element = models.CharField(max_length=120)
    flow = models.CharField(max_length=120, blank=True)
    consumed = models.BooleanField(default=False)
    scope = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="inner", db_index=False
    )

    class Meta:
        verbose_name = _("进度标记")
        constraints = [
            # A sound process never holds two tokens in one place; were the engine wrong, the database would say so.
            models.UniqueConstraint(
                fields=["case", "element", "flow"],
                condition=models.Q(consumed=False),
                name="one_token_in_a_place",
            )
        ]


class TaskState(models.TextChoices):
    OPEN = "open", _("待办")
    DONE = "done", _("已办")
    WITHDRAWN = "withdrawn", _("已撤回")


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> TaskQuerySet:
        return self.filter(state=TaskState.OPEN)

    def paused(self) -> TaskQuerySet:
        """Their clocks stand still, as a rule until the applicant answers."""
        return self.filter(last=STILL)

    def follow_clocks(self) -> int:
        """Write ``last`` anew from the running clocks. How many rows were written."""
        return self.update(last=_by_clock())

    def astray(self) -> TaskQuerySet:
        """Open steps whose ``last`` is not what their clocks say."""
        return self.open().annotate(by_clock=_by_clock()).exclude(last=models.F("by_clock"))


STILL = date.max  # instead of a last day: the clock is suspended
NO_LIMIT = date.max - timedelta(1)  # there is no clock


def _by_clock() -> Coalesce:
    """The last day of a step as its running clock has it, or what stands instead."""
    running = Clock.objects.running().filter(
        subject=Concat(models.Value(f"{Task.REF_KIND}:"), models.OuterRef("uid"))
    )
    # A clock that runs and has no last day is suspended.
    last = running.order_by("pk").annotate(last=Coalesce("due_on", STILL)).values("last")[:1]
    return Coalesce(models.Subquery(last), NO_LIMIT)


class Task(models.Model):
    """One step to be done by the holder of a post.

    ``organisation`` is where that holder is looked for: the case's own, or the nearest above it when nobody there is
    eligible (``escalated``). ``round`` counts how often the element was reached. A countersigned step has several tasks
    in one round: ``instance`` counts them from 1, ``party`` is the organisation asked where it is not the case's own.
    """

    REF_KIND = "casework.task"

    uid = UidField()
    case = models.ForeignKey(
        Case,
        on_delete=models.CASCADE,
        related_name="tasks",
        db_index=False,  # ``task_once_in_a_round`` begins with it
        verbose_name=_("办件"),
    )
    token = models.OneToOneField(Token, on_delete=models.PROTECT, related_name="task")
    element = models.CharField(max_length=120)
    name = models.CharField(_("步骤"), max_length=120)
    post_code = models.CharField(_("岗位"), max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # ``task_of_post`` begins with it
        verbose_name=_("办理单位"),
    )
    escalated = models.BooleanField(_("上报办理"), default=False)
    unheld = models.BooleanField(_("无人可办"), default=False)
    round = models.PositiveIntegerField(_("第几次"), default=1)
    instance = models.PositiveIntegerField(_("第几份"), default=0)
    party = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # ``task_of_party``: few have one
        verbose_name=_("会签单位"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    opened_at = models.DateTimeField(_("到达时间"))
    done_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    done_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # ``task_done_where`` begins with it
        verbose_name=_("办理人"),
    )
    done_as = models.CharField(_("办理岗位"), max_length=80, blank=True)
    outcome = models.CharField(_("结果"), max_length=40, blank=True)
    opinion = models.TextField(_("意见"), blank=True)
    facts = models.JSONField(_("当时的事实"), default=dict, blank=True)
    way = models.JSONField(_("随后经过"), default=list, blank=True)
    withdrawn_for = models.CharField(_("撤回原因"), max_length=200, blank=True)
    # In whose place it was done, where the doer stood in for somebody: that person has done it too.
    done_for = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("代谁办理"),
    )
    # Of those who share the post, who has taken it on: nobody else completes it.
    claimed_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("领取人"),
    )
    claimed_at = models.DateTimeField(_("领取时间"), null=True, blank=True)
    # What its clock says, kept here while the step is open: a desk of thousands is read in this order, and no further
    # than anybody looks. STILL and NO_LIMIT come after every day.
    last = models.DateField(_("最迟"), default=NO_LIMIT)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "element", "round", "instance"], name="task_once_in_a_round"
            ),
            models.UniqueConstraint(
                fields=["case", "element", "instance"],
                condition=models.Q(state="open"),
                name="one_open_task_for_a_step",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False, done_by__isnull=False)
                | (~models.Q(state="done") & models.Q(done_by__isnull=True)),
                name="task_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | models.Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="task_claimed_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(done_for__isnull=True) | models.Q(state="done"),
                name="task_done_for_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "post_code", "last", "id"],
                condition=models.Q(state="open"),
                name="task_on_desk",
            ),
            models.Index(
                fields=["done_by", "-done_at"], condition=models.Q(state="done"), name="task_done_by"
            ),
            # Who may see a case: whoever holds the post of a step of it, or did one where they still hold a post.
            models.Index(fields=["organisation", "post_code", "case"], name="task_of_post"),
            models.Index(
                fields=["done_by", "organisation", "case"],
                condition=models.Q(done_by__isnull=False),
                name="task_done_where",
            ),
            models.Index(fields=["party"], condition=models.Q(party__isnull=False), name="task_of_party"),
            # A desk asks of each task whether this person did another step of its case.
            models.Index(
                fields=["case", "done_by"],
                condition=models.Q(done_by__isnull=False),
                name="task_done_in_case",
            ),
            models.Index(
                fields=["done_for"], condition=models.Q(done_for__isnull=False), name="task_done_for"
            ),
            models.Index(
                fields=["opened_at"], condition=models.Q(state="open", unheld=True), name="task_unheld"
            ),
            models.Index(
                fields=["claimed_by"],
                condition=models.Q(state="open", claimed_by__isnull=False),
                name="task_claimed_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.name}"

    @property
    def due_on(self) -> date | None:
        """The last day; None without a limit, and while the clock stands still."""
        return self.last if self.last < NO_LIMIT else None

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def clock(self) -> Clock | None:
        """The clock of this step, running or stopped."""
        return (
            Clock.objects.filter(subject=self.ref)
            .select_related("limit__article__instrument")
            .order_by("-pk")
            .first()
        )

    @property
    def node(self) -> bpmn.Node:
        return self.case.version.model.nodes[self.element]

    @property
    def home(self) -> Organisation:
        """The organisation whose step it is: the one asked to countersign, or the case's own."""
        return self.party if self.party_id and self.party else self.case.organisation

    @property
    def outcome_label(self) -> str:
        """What the outcome is called on its button."""
        node = self.case.version.model.nodes.get(self.element)  # a version that the case moved to may lack it
        outcomes = node.outcomes if node else ()
        return next((o.label for o in outcomes if o.code == self.outcome), self.outcome)

    def get_office_url(self) -> str:
        return self.case.get_office_url()


@prepared
def _steps(case: int) -> TaskQuerySet:
    # Without what is long and what nobody asks of the steps before.
    return Task.objects.filter(case=case).defer("opinion", "facts", "way").order_by("pk")
