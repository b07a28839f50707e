"""The archive package of an item: everything needed to read it and to check it offline, years later, elsewhere."""

from .package import write

__all__ = ["write"]
