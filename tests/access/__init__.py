"""Who may see what: the small world that is walked through, the table of what everybody should meet, the walk."""
