"""Attendance at the desk: the lists, the sheet, and what is taken over from gates and logs."""
