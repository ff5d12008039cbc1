"""Build one commit twice, in surroundings as different as can be, and compare every byte (`make same`)."""
