"""The app on a file that is being edited."""
