"""Judgement: how strong the evidence of a case is, what a lesson rests on, and how complete a record is."""
