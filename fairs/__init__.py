"""Crafts fairs: calls, jury, fairground, allocation, offers and the day itself."""
