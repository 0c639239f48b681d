"""Sites, their rooms, and municipalities with the successors they got."""
