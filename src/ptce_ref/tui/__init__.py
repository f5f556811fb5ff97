"""The screen interface, built on Textual: what people see and touch, and nothing else."""
