"""Pilotbook: lessons from public-service pilots, checked, rated and published from YAML case studies."""

__version__ = "0.1.0"
