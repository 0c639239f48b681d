"""Where things happen: sites with rooms, and the municipalities they stand in."""
