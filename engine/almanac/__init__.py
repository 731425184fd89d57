"""What is known of days: lunar dates, solar terms, festivals, and public holidays."""
