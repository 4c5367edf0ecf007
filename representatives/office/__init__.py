"""What the office sees of all households at once: who keeps which, who is late, what is to be placed."""
