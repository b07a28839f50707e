"""Reading what others wrote: text, Markdown, Word and JSON lines become records that can be drafted.

Nothing here touches the database. ``reading.read(path)`` yields ``Record`` or ``Rejected``, in the order of
the file; ``actions.imports`` turns records into items.
"""
