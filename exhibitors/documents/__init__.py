"""Papers and permits of exhibitors, with their validity and how far they were checked."""
