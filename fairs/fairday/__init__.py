"""The day itself: arrivals, no-shows, substitutes, incidents, visitors counted."""
