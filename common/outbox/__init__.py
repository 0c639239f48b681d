"""Mail that is written with the change it reports, and sent after."""
