"""The pages of the room, by page."""
