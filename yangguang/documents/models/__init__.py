"""What the house writes: templates, the documents made from them, and exports of a record for one person."""

from .documents import Document, DocumentQuerySet, DocumentState
from .exports import Export, ExportForm, ExportQuerySet, ExportState
from .templates import Template, TemplateVersion

__all__ = [
    "Document",
    "DocumentQuerySet",
    "DocumentState",
    "Export",
    "ExportForm",
    "ExportQuerySet",
    "ExportState",
    "Template",
    "TemplateVersion",
]
