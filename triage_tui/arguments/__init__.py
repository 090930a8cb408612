"""What each command takes on the command line, by whom it is for."""
