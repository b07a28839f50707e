"""The one User: signing in, one-time codes, lock-out, the access log of sign-ins."""
