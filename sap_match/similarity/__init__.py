"""Which texts are alike: records to text, text to vectors, vectors and words to a similarity."""
