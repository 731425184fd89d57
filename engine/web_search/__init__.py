"""Search of the web: services and result pages that are asked, and what they find."""
