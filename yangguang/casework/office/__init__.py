"""The office: the desk, the case page for every kind of case, and the processes."""
