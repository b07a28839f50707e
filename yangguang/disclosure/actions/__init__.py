"""The verbs of disclosure: draft, revise, attach, submit, sign, publish, register, import."""

from .attachments import attach, detach
from .catalogue import keep_catalogue
from .drafting import Facts, begin_next, draft, revise, take_in_docx
from .imports import ImportSummary, Order, import_entries, record_order
from .publication import publish, publish_edition, register_only
from .secrets import stop_secrets
from .submission import lock_text, overrule, return_text, sign, submit

__all__ = [
    "Facts",
    "ImportSummary",
    "Order",
    "attach",
    "begin_next",
    "detach",
    "draft",
    "import_entries",
    "keep_catalogue",
    "lock_text",
    "overrule",
    "publish",
    "publish_edition",
    "record_order",
    "register_only",
    "return_text",
    "revise",
    "sign",
    "stop_secrets",
    "submit",
    "take_in_docx",
]
