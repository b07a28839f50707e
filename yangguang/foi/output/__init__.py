"""An annual report as a file: HTML, DOCX, PDF, XLSX, JSON, all from the same paper."""

from .forms import FORMS, Paper, made, standing_alone
from .html import body

__all__ = ["FORMS", "Paper", "body", "made", "standing_alone"]
