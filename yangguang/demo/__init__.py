"""The demonstration county: a fictional place, its people, and eighteen months of its public papers.

`world` and `grammar` are plain Python and know nothing of the database; `county` and `story` bring what
they compose into the house, through the same verbs that a person's click would call.
"""
