"""The joint proof: everybody has a service, at every minute."""
