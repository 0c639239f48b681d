"""Partner organisations, under the names they bore at a time, active or suspended."""
