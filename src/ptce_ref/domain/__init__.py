"""What the words mean: pure models and rules. No file, no clock, no randomness, no screen."""
