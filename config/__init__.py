"""The composition root: settings, URLs, API root, navigation, schedule and demo data. It may import everything."""
