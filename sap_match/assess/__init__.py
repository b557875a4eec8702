"""What the network and the records say of a partnership as a whole."""
