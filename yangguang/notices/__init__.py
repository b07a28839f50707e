"""Messages to an address: e-mail, SMS, or the inbox of the office. Knows no User."""
