"""Dates as people write them, in English and Chinese, resolved against the current time."""
