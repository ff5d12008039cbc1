"""What `make chaos` does to builds: kills them, fills the disk, spoils what is kept, cuts the power. See benchmarks/chaos.md."""
