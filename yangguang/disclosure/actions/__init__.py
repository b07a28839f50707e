"""The verbs of disclosure: draft, revise, attach, submit, sign, publish, register, import."""

from .attachments import attach, cover, covered_by, detach
from .catalogue import keep_catalogue
from .drafting import Change, Facts, begin_next, draft, revise, take_in_docx
from .expunction import expunge
from .imports import ImportSummary, Order, import_entries, record_order
from .plans import open_plan, plan_publication
from .publication import publish, publish_edition, register_only
from .scheduled import bring_forward, cancel_publication, publish_due
from .secrets import stop_secrets
from .submission import lock_text, overrule, return_text, sign, submit
from .validity import Statement, declare_validity
from .withdrawal import restore, withdraw

__all__ = [
    "Change",
    "Facts",
    "ImportSummary",
    "Order",
    "Statement",
    "attach",
    "begin_next",
    "bring_forward",
    "cancel_publication",
    "cover",
    "covered_by",
    "declare_validity",
    "detach",
    "draft",
    "expunge",
    "import_entries",
    "keep_catalogue",
    "lock_text",
    "open_plan",
    "overrule",
    "plan_publication",
    "publish",
    "publish_due",
    "publish_edition",
    "record_order",
    "register_only",
    "restore",
    "return_text",
    "revise",
    "sign",
    "stop_secrets",
    "submit",
    "take_in_docx",
    "withdraw",
]
