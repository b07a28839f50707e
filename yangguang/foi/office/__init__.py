"""The office pages of this room."""
