"""The printed documents: view-objects to PDF. Nothing here computes a figure or reads the domain's rules."""
