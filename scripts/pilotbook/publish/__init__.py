"""The only floor that touches the disk and runs other programs."""
