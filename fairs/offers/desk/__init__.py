"""The organiser's pages: publishing decisions, offers, the waiting list, times to drive in, papers."""
