"""Backups that describe and prove themselves.

A backup is one folder, whole or not there: ``manifest.json`` is written last and the folder gets its name
only then. In it lie the database, every file by its hash, the pictures, the settings that matter (never a
secret) and ``SHA256SUMS``, which ``sha256sum -c`` understands. The manifest names the last seal: after a
restore the book is verified against it.

    manifest.py    what a backup says of itself, and whether it is whole
    databases.py   a consistent copy of SQLite or PostgreSQL, and back
    contents.py    the database's copy beside the house: its head, its counts, its files
    making.py      make one, keep the newest N
    restoring.py   restore into something empty; the drill, which throws it away again
    proving.py     in the restored house: upgrade, index, verify
"""
