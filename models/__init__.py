"""The machinery: language, embedding, speech and OCR models, and how the built-in ones are made."""
