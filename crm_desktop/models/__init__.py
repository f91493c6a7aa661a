"""What a CRM knows: the mapped classes with their descriptions, and the rules that need nothing else."""
