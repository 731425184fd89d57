"""What the composer offers to complete: commands, files, documents and earlier questions."""
