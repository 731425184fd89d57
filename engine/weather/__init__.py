"""Weather from the services that know it: places found, figures checked, lines worded."""
