"""Results of `kagent bench`, gathered, compared and shown as a page."""
