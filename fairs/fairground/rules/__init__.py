"""What a ground is, plainly: its things in metres, who stands beside whom, and what a plan must keep."""
