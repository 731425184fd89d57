"""Wikipedia, online by its API and offline from ZIM files, as the same articles."""
