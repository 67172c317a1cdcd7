"""Reports: figures read from the rows. Nothing here writes."""
