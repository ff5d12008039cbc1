"""The one name that the build and the Sphinx extension must share."""

SITE = "PILOTBOOK_SITE"
