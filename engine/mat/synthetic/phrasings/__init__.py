"""What people ask, by language and subject, as templates that the generator fills."""
