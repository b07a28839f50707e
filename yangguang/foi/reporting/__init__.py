"""The annual report as work of an office: who reports and by when, what the registers say, the words it begins with.

The form itself, its figures and checks are ``foi.report``: pure, and known to the command line without a database.
"""
