"""Eighteen months of the county's papers: what was planned, what went wrong, who did what when.

`plan`, `hours`, `faults` and `categories` are plain Python; `lives` and `run` act through the verbs.
"""
