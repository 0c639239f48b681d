"""What exhibitors make: works and photographs, with rights and order."""
