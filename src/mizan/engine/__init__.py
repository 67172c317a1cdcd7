"""Engine: unpack, sign, look up, detect, weigh."""
