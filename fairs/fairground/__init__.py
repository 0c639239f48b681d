"""The ground a fair stands on: a plan in metres with zones, rows of stalls, power boards, lanes and entrances."""
