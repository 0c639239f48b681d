"""The fairground: zones, rows, stalls, power boards and lanes, in metres."""
