"""The office's pages of time: calendar, limits, clocks, the personal feed."""
