"""monthly"""
