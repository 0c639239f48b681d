"""Sessions, their speakers and interpreters, their slots in rooms and time, and released versions."""
