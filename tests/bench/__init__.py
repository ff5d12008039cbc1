"""Measure how search and the build grow with the number of cases (`make bench`)."""
