"""Media: what the bytes really are; images decoded in a limited child process; HTML read."""
