"""The acts of this room. What an export is of, and its act, belong to the room that owns the record."""
