"""The screen interface, built on Textual: what people see and touch, and nothing else."""

import gc
import os

# What a key changes in two places (a list, and the detail beside it) is painted twice; between the two,
# Textual waits for the next frame. Shorter frames cost nothing while nothing changes.
os.environ.setdefault("TEXTUAL_FPS", "240")

# Looking for garbage among all that a referential and a screen hold takes 50 ms: a key would feel it.
# Almost nothing of it is ever garbage.
gc.set_threshold(10_000, 20, 100)
