"""The joint proof: whether every ending of every pathway has a service in the directory, at every minute of a year."""
