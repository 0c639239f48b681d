"""The composition root: settings, URLs, API root, navigation, schedule and demo data. Everything may be imported here; nobody imports it."""
