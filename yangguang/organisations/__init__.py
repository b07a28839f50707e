"""Divisions, organisations with their history, posts, appointments, permissions and numbers."""
