"""The whole file of a case (案卷): one PDF to read and print, one ZIP to check offline; made from the same collection."""

from .collect import CaseFile, collect
from .package import write_package
from .paper import write_pdf

__all__ = ["CaseFile", "collect", "write_package", "write_pdf"]
