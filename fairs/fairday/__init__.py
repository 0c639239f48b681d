"""The day of the fair: who has come, who has not, what happened, how many visitors; and the report afterwards."""
