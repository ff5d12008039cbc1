"""Readers that others wrote, over what the built site gives away (`make validate`)."""
