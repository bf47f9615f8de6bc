"""What the budgets of speed and memory are measured with: python3 dev.py bench."""
