"""The house under siege: its processes are killed while it publishes."""
