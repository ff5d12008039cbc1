"""Links: whether the addresses of sources still answer. What is known of them, how it is judged, and how they are asked.

Pages and ratings read what is known (`known`); only the command `pilotbook links` asks the network (`asking`, `hosts`).
"""
