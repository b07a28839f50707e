"""What is measured, and how: run by hand, never by the suite."""
