"""The HTTP API: schemas and wire shapes, the guard at the door, the routes and the application."""
