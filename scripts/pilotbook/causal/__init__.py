"""Causal wording: which words say that one thing brought about another, and when they do not."""
