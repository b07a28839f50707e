"""The verbs of requests, by subject: they come in, are asked about, consulted on, answered, taken to court."""

from .answering import attach_copy, draft_answer, remove_copy
from .asking import demand, supply
from .consulting import consult, consultation_received, lapse, opinion_given
from .hands import defer, extend, merge, split, transfer, withdraw
from .importing import Taken, import_register
from .redress import begin_redress, end_redress, rate, reopen
from .submitting import Application, submit

__all__ = [
    "Application",
    "Taken",
    "attach_copy",
    "begin_redress",
    "consult",
    "consultation_received",
    "defer",
    "demand",
    "draft_answer",
    "end_redress",
    "extend",
    "import_register",
    "lapse",
    "merge",
    "opinion_given",
    "rate",
    "remove_copy",
    "reopen",
    "split",
    "submit",
    "supply",
    "transfer",
    "withdraw",
]
