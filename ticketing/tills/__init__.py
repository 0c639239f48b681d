"""Cash and card terminals at the fair: shifts of a till, what was taken and paid out in them, and their closing count."""
