"""Records of disclosure on request."""

from .answering import Answer, Rating, Redress, RedressGroup, RedressOutcome
from .asked import Consultation, Demand, DemandKind, Opinion
from .reports import AnnualReport, AnnualReportQuerySet, HandChange, ReportFiling
from .requests import Delivery, Medium, Request, RequestQuerySet, code_lookup

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "Answer",
    "Consultation",
    "Delivery",
    "Demand",
    "DemandKind",
    "HandChange",
    "Medium",
    "Opinion",
    "Rating",
    "Redress",
    "RedressGroup",
    "RedressOutcome",
    "ReportFiling",
    "Request",
    "RequestQuerySet",
    "code_lookup",
]
