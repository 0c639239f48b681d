"""The organiser's pages about registrations."""
