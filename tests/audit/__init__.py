"""Accessibility and speed of the built book, measured with the tools of others. `make audit` runs all of it."""
