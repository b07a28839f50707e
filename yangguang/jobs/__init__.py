"""Work in the background: a schedule, retries with growing pauses, a reaper, and the worker that runs them."""
