"""The organiser's pages about orders and tickets: the lists with their files, one ticket, guests."""
