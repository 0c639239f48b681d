"""The organiser's pages about a programme: the timetable, its sessions and people, drafts, releases."""
