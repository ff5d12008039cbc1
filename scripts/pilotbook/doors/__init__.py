"""Doors: where people and programs come in; the command, the preview, Sphinx, a new record, an explanation."""
