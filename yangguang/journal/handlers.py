"""The journal reacts to no acts; it only asks to be run."""
