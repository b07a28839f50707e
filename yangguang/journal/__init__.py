"""The one book: every official act written once, delivered to those who react, sealed and provable."""
