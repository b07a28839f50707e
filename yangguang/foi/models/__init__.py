"""Records of disclosure on request."""

from .reports import AnnualReport, AnnualReportQuerySet, HandChange, ReportFiling

__all__ = ["AnnualReport", "AnnualReportQuerySet", "HandChange", "ReportFiling"]
