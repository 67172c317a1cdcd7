"""What the product shows to the yardstick, one module for each of its scripts."""
