"""One screen a file. A screen asks the services, shows what they answer, and computes nothing."""
