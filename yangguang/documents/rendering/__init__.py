"""One source, two files: filled paragraphs become PDF and DOCX that say the same."""

from .docx import docx
from .sheet import Sheet, pdf, sheet_of

__all__ = ["Sheet", "docx", "pdf", "sheet_of"]
