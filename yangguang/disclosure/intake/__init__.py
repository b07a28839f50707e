"""Reading what others wrote: text, Markdown, Word and JSON lines become records that can be drafted.

Saved web pages, PDF files with a text layer and rows of tables are read as well.

Nothing here touches the database. ``reading.read(path)`` yields ``Record`` or ``Rejected``, in the order of
the file; ``actions.imports`` turns records into items.
"""
