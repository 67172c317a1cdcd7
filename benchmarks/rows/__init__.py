"""What is compared, one module for each kind of work: `run(report, scale)`."""
