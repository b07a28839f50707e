"""遮盖: a PDF in which what must not be public is gone, kept beside its original as a linked pair."""
