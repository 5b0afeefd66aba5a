"""Pages: an executed notebook, or any other text of ours, as one HTML file that needs nothing but itself."""
