"""What comes in: files become domain values and a list of problems; nothing is half taken in."""
