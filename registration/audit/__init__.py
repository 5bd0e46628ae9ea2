"""Audit: a chained log of what people did that matters, and its check."""
