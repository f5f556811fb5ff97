"""The commands: every job of the tool, scriptable, in French."""
