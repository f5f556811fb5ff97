"""ptce-ref: the toolkit with which a PTCE evaluates itself with its own members."""

__version__ = "0.1.0"
