"""Uploads: their type by content, their hash, where they stand (quarantine, private, public), who may read them."""
