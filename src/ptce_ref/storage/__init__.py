"""What is kept: one SQLite file, complete at every moment. Copying it copies everything."""
