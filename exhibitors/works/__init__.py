"""What an exhibitor makes: works and the pictures of them, with whose they are."""
