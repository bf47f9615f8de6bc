"""Our own drawings of the places in Planfix that a person has to find."""
