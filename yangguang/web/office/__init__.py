"""The office: Wagtail's admin as the shell, our own pages in it, and a menu that rooms register with."""
