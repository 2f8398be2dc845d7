"""The one HTTP client, and the addresses of the services that it asks."""
