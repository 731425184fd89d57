"""What the command line and the terminal application both do, without a word to either screen."""
