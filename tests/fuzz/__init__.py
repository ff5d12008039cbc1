"""Throw at the readers of this project what nobody would write (`make fuzz`).

A trial is a function of one source of chance: it makes an input, hands it to the project, and says in a word or two what became of
it. Whatever it raises is a failure. The same seed makes the same input, on every computer.
"""
