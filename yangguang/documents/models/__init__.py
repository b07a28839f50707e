"""What the house writes: exports of a record for one person."""

from .exports import Export, ExportForm, ExportQuerySet, ExportState

__all__ = ["Export", "ExportForm", "ExportQuerySet", "ExportState"]
